package sotto.server.net;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import sotto.protocol.limits.Limits;

/// The one HTTP request of a connection: its upgrade to a WebSocket.
final class Upgrade extends ChannelInboundHandlerAdapter {
  private static final String DECODER = "wsdecoder";

  private final Services services;
  private final Consumer<Connection> opened;

  Upgrade(Services services, Consumer<Connection> opened) {
    this.services = services;
    this.opened = opened;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof FullHttpRequest request && wantsWebSocket(request)) {
        upgrade(ctx, request);
      } else {
        refuse(ctx);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
    ChannelPipeline pipeline = ctx.pipeline();
    Connection connection = new Connection(ctx.channel(), services);
    new WebSocketServerHandshaker13(request.uri(), null, decoding(Limits.MAX_FRAME_BEFORE_LOGIN))
        .handshake(ctx.channel(), request);
    pipeline.addLast(connection);
    opened.accept(connection);
    pipeline.remove(this);
  }

  private static void refuse(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private static boolean wantsWebSocket(FullHttpRequest request) {
    return request.decoderResult().isSuccess()
        && request
            .headers()
            .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
        && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  static void allowLargeFrames(ChannelPipeline pipeline, LargeFrames largeFrames) {
    pipeline.replace(DECODER, DECODER, largeFrames.decoder(decoding(Limits.MAX_FRAME)));
  }

  private static WebSocketDecoderConfig decoding(int largest) {
    return WebSocketDecoderConfig.newBuilder()
        .maxFramePayloadLength(largest)
        .expectMaskedFrames(true)
        .allowMaskMismatch(false)
        .allowExtensions(false)
        .closeOnProtocolViolation(true)
        .withUTF8Validator(false)
        .build();
  }

  static HttpObjectAggregator aggregator() {
    return new HttpObjectAggregator(1024, true);
  }
}
