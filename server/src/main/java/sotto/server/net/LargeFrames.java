package sotto.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Bounds the memory that frames take while they arrive and until the sequencer has them in the
/// database: a Commit may be 16 MiB, but only so many large ones are under way at a time, over all
/// connections. Whoever sends one more is disconnected, and submits it again when it is back.
final class LargeFrames {
  static final int AT_A_TIME = 4;

  /// Above the largest application message.
  static final int LARGE = 512 * 1024;

  private static final Held NOTHING = new Held(new AtomicInteger(1));

  private final Semaphore free = new Semaphore(AT_A_TIME);
  private final AtomicInteger waiting = new AtomicInteger();

  /// A frame that has arrived and waits for the sequencer.
  static final class Held {
    private final AtomicInteger waiting;
    private final AtomicBoolean over = new AtomicBoolean();

    private Held(AtomicInteger waiting) {
      this.waiting = waiting;
    }

    /// The sequencer is done with it; a second time changes nothing.
    void release() {
      if (over.compareAndSet(false, true)) {
        waiting.decrementAndGet();
      }
    }
  }

  Held hold(int bytes) {
    if (bytes <= LARGE) {
      return NOTHING;
    }
    waiting.incrementAndGet();
    return new Held(waiting);
  }

  private boolean begin() {
    int arriving = AT_A_TIME - free.availablePermits();
    return waiting.get() + arriving < AT_A_TIME && free.tryAcquire();
  }

  WebSocket13FrameDecoder decoder(WebSocketDecoderConfig config) {
    return new Decoder(config);
  }

  private final class Decoder extends WebSocket13FrameDecoder {
    private boolean counted;

    Decoder(WebSocketDecoderConfig config) {
      super(config);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
        throws Exception {
      if (!counted && in.readableBytes() > LARGE) {
        counted = begin();
        if (!counted) {
          in.skipBytes(in.readableBytes());
          ctx.close();
          return;
        }
      }
      super.decode(ctx, in, out);
      if (in.readableBytes() <= LARGE) {
        release();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
      release();
      super.channelInactive(ctx);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
      release();
      super.handlerRemoved0(ctx);
    }

    private void release() {
      if (counted) {
        counted = false;
        free.release();
      }
    }
  }
}
