package sotto.client.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import sotto.client.transport.ServerConnection.Listener;

/// The end of the pipeline: turns what the network says into calls of a [Listener].
final class ServerHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
  private final String place;
  private final Listener listener;
  private String reason;
  private boolean heard;
  private boolean ended;

  ServerHandler(String place, Listener listener) {
    this.place = place;
    this.listener = listener;
    this.reason = "The connection to " + place + " was lost.";
  }

  /// The TCP connection stands, or could not be made.
  void connected(Future<? super Void> attempt) {
    if (!attempt.isSuccess()) {
      end("Nothing answers at " + place + ": is the server running, and the address right?");
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof BinaryWebSocketFrame) {
      heard = true;
      ByteBuf content = frame.content();
      listener.received(ByteBufUtil.getBytes(content));
    } else {
      reason = "What answers at " + place + " does not speak Sotto.";
      context.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      SslHandler ssl = context.pipeline().get(SslHandler.class);
      Optional<TlsFacts> facts = TlsContext.facts(ssl.engine());
      if (facts.isPresent()) {
        listener.opened(facts.get());
      } else {
        reason = "What answers at " + place + " shows no certificate.";
        context.close();
      }
    } else if (event instanceof IdleStateEvent) {
      reason = "The server at " + place + " has fallen silent.";
      context.close();
    } else {
      super.userEventTriggered(context, event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!heard) {
      reason =
          "What answers at " + place + " does not speak Sotto: check the address and the port.";
    }
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!heard && reason.endsWith("was lost.")) {
      reason = "What answers at " + place + " does not speak Sotto, or closed the connection.";
    }
    end(reason);
  }

  private void end(String why) {
    if (!ended) {
      ended = true;
      listener.closed(why);
    }
  }
}
