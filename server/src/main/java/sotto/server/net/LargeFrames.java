package sotto.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Bounds the memory that frames take while they arrive: a Commit may be 16 MiB, but only so many
/// large ones arrive at a time, over all connections. Whoever sends one more is disconnected, and
/// submits it again when it is back.
final class LargeFrames {
  static final int AT_A_TIME = 8;

  /// Above the largest application message.
  static final int LARGE = 512 * 1024;

  private final Semaphore free = new Semaphore(AT_A_TIME);

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
        counted = free.tryAcquire();
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
