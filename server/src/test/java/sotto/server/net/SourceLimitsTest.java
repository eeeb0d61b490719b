package sotto.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/// A limit that protects something is not lifted by overrunning what counts it.
class SourceLimitsTest {
  private final SourceLimits limits = new SourceLimits(3);

  @Test
  void aSourceHasSoManyTriesAMinute() {
    for (int i = 0; i < 3; i++) {
      assertThat(limits.take("a", 1_000)).isTrue();
    }
    assertThat(limits.take("a", 60_999)).isFalse();
    assertThat(limits.take("b", 60_999)).isTrue();
    assertThat(limits.take("a", 61_000)).isTrue();
  }

  @Test
  void withTooManySourcesToCountAllNewOnesTogetherHaveTheTriesOfOne() {
    for (int i = 0; i < SourceLimits.MOST_SOURCES; i++) {
      limits.take("s" + i, 1_000);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(limits.take("new" + i, 2_000)).isTrue();
    }
    assertThat(limits.take("another", 2_000)).isFalse();
    assertThat(limits.take("s0", 2_000)).as("who is counted keeps what is left").isTrue();
    assertThat(limits.take("later", 90_000)).isTrue();
  }

  @Test
  void aNeighbourInTheSameIpv6NetworkIsTheSameSource() throws Exception {
    String one = SourceLimits.of(InetAddress.getByName("2001:db8:1:2::1"));
    assertThat(SourceLimits.of(InetAddress.getByName("2001:db8:1:2:ffff::9"))).isEqualTo(one);
    assertThat(SourceLimits.of(InetAddress.getByName("2001:db8:1:3::1"))).isNotEqualTo(one);
  }
}
