package sotto.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.Hash;
import sotto.protocol.limits.Policy;

/// How much of one client may wait for an answer before nothing more is read from it.
@Tag("invariant-9")
class ConnectionTest {
  private static final ServerFrame ANYTHING = new ServerFrame.CaughtUp();

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Connection connection = new Connection(channel, services());

  @Test
  void nothingMoreIsReadWhileTooManyRequestsWait() {
    for (int request = 1; request <= 512; request++) {
      assertThat(connection.asked(request, 40)).isTrue();
    }
    assertThat(isRead()).isFalse();
    for (int request = 1; request <= 255; request++) {
      connection.reply(request, ANYTHING);
    }
    assertThat(isRead()).isFalse();
    connection.reply(256, ANYTHING);
    assertThat(isRead()).isTrue();
  }

  @Test
  void largeRequestsCountByTheirBytesAndEachHasANumberOfItsOwn() {
    for (int request = 1; request <= 32; request++) {
      assertThat(isRead()).isTrue();
      assertThat(connection.asked(request, 256 * 1024)).isTrue();
    }
    assertThat(isRead()).isFalse();
    assertThat(connection.asked(32, 256 * 1024)).isFalse();
    for (int request = 1; request <= 16; request++) {
      connection.reply(request, ANYTHING);
    }
    assertThat(isRead()).isTrue();
    assertThat(connection.asked(1, 256 * 1024)).isTrue();
  }

  private boolean isRead() {
    connection.tell(ANYTHING);
    return channel.config().isAutoRead();
  }

  @SuppressWarnings("NullAway") // of all services it needs two
  private static Services services() {
    return new Services(
        "localhost",
        null,
        Hash.NONE,
        0,
        Policy.NORMAL,
        null,
        null,
        null,
        null,
        null,
        new Metrics(),
        null,
        null,
        null);
  }
}
