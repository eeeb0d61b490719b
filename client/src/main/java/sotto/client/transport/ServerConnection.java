package sotto.client.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.URI;
import java.time.Duration;
import sotto.protocol.limits.Limits;

/// One connection to a server. Everything that happens on it is reported to a [Listener], on a
/// thread of the network: the listener hands it on and returns.
public final class ServerConnection implements AutoCloseable {
  private static final Duration TO_CONNECT = Duration.ofSeconds(8);
  private static final Duration TO_SHAKE_HANDS = Duration.ofSeconds(8);
  // The server probes at half of its idle time, so silence for longer than that whole is death.
  private static final int SILENCE_SECONDS = 150;
  private static final int MAX_HTTP = 16 * 1024;

  /// What happens on a connection: `opened` at most once, `closed` exactly once and last.
  public interface Listener {
    void opened(TlsFacts facts);

    void received(byte[] message);

    /// @param reason a sentence
    void closed(String reason);
  }

  private final Channel channel;

  private ServerConnection(Channel channel) {
    this.channel = channel;
  }

  /// Begins to connect.
  public static ServerConnection open(
      EventLoopGroup network, TlsContext tls, String host, int port, Listener listener) {
    ServerHandler handler = new ServerHandler(host + ":" + port, listener);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(network)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TO_CONNECT.toMillis())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    SslHandler ssl = tls.newHandler(channel.alloc(), bare(host), port);
                    ssl.setHandshakeTimeoutMillis(TO_SHAKE_HANDS.toMillis());
                    channel
                        .pipeline()
                        .addLast(
                            ssl,
                            new HttpClientCodec(),
                            new HttpObjectAggregator(MAX_HTTP),
                            new IdleStateHandler(SILENCE_SECONDS, 0, 0),
                            new WebSocketClientProtocolHandler(webSocket(host, port)),
                            new WebSocketFrameAggregator(Limits.MAX_FRAME),
                            handler);
                  }
                });
    Channel channel = bootstrap.connect(bare(host), port).addListener(handler::connected).channel();
    return new ServerConnection(channel);
  }

  /// Sends one frame, after those sent before.
  public void send(byte[] message) {
    channel.writeAndFlush(
        new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)), channel.voidPromise());
  }

  /// Does not wait; [Listener#closed] follows, unless it has been.
  @Override
  public void close() {
    channel.close();
  }

  /// Waits until everything that was sent before has left, within reason.
  public void closeGently() {
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .awaitUninterruptibly(Duration.ofMillis(500).toMillis());
    channel.close().awaitUninterruptibly(Duration.ofMillis(500).toMillis());
  }

  private static WebSocketClientProtocolConfig webSocket(String host, int port) {
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri(URI.create("wss://" + host + ":" + port + "/"))
        .version(WebSocketVersion.V13)
        .customHeaders(new DefaultHttpHeaders())
        .allowExtensions(false)
        .handshakeTimeoutMillis(TO_SHAKE_HANDS.toMillis())
        .maxFramePayloadLength(Limits.MAX_FRAME)
        .build();
  }

  /// An IPv6 address without its brackets.
  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
