package sotto.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Many large frames at once: the memory of the server is not theirs.
class LargeFramesTest {
  private static final int SIZE = 2 * LargeFrames.LARGE;
  private static final WebSocketDecoderConfig CONFIG =
      WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(16 << 20).build();

  private final LargeFrames frames = new LargeFrames();

  @Test
  void onlySoManyLargeFramesArriveAtATimeAndEachThatEndsMakesRoom() {
    List<EmbeddedChannel> arriving = new ArrayList<>();
    for (int i = 0; i < LargeFrames.AT_A_TIME; i++) {
      EmbeddedChannel channel = begin();
      assertThat(channel.isOpen()).isTrue();
      arriving.add(channel);
    }
    assertThat(begin().isOpen()).isFalse();
    arriving.removeFirst().writeInbound(Unpooled.wrappedBuffer(new byte[SIZE / 4]));
    EmbeddedChannel next = begin();
    assertThat(next.isOpen()).isTrue();
    assertThat(begin().isOpen()).isFalse();
    next.close();
    assertThat(begin().isOpen()).isTrue();
    arriving.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Test
  void whatWaitsForTheSequencerCountsUntilItIsDone() {
    List<LargeFrames.Held> waiting = new ArrayList<>();
    for (int i = 0; i < LargeFrames.AT_A_TIME; i++) {
      assertThat(frames.hold(LargeFrames.LARGE)).isNotNull();
      waiting.add(frames.hold(SIZE));
    }
    assertThat(begin().isOpen()).isFalse();
    waiting.getFirst().release();
    waiting.getFirst().release();
    EmbeddedChannel next = begin();
    assertThat(next.isOpen()).isTrue();
    assertThat(begin().isOpen()).isFalse();
    next.finishAndReleaseAll();
  }

  /// Three quarters of a large frame.
  private EmbeddedChannel begin() {
    EmbeddedChannel channel = new EmbeddedChannel(frames.decoder(CONFIG));
    ByteBuf header = Unpooled.buffer();
    header.writeByte(0x82).writeByte(0x80 | 127).writeLong(SIZE).writeInt(0);
    channel.writeInbound(
        Unpooled.wrappedBuffer(header, Unpooled.wrappedBuffer(new byte[SIZE * 3 / 4])));
    return channel;
  }
}
