package sotto.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.internal.tcnative.SSL;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import sotto.protocol.frame.ServerFrame;
import sotto.server.ServerException;

/// Where clients connect: TLS, one HTTP upgrade, then a WebSocket.
final class Gateway implements AutoCloseable {
  private static final int HANDSHAKE_MILLIS = 10_000;
  private static final int WATCH_SECONDS = 5;
  private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  private final Transport transport;
  private final SslContext tls;
  private final Services services;
  private final Map<EventLoop, Set<Connection>> connections = new ConcurrentHashMap<>();
  private final List<Channel> listening = new ArrayList<>();

  Gateway(Transport transport, SslContext tls, Services services) {
    this.transport = transport;
    this.tls = tls;
    this.services = services;
  }

  /// Returns the port.
  int listen(String host, int port) throws ServerException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(transport.loops())
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, 4096)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    open(channel);
                  }
                });
    ChannelFuture bound = bound(bootstrap, host, port);
    if (!bound.isSuccess()) {
      throw new ServerException(
          "The server cannot listen on "
              + host
              + ":"
              + port
              + " ("
              + reason(bound)
              + "): choose another --listen address.");
    }
    listening.add(bound.channel());
    return ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  private static ChannelFuture bound(ServerBootstrap bootstrap, String host, int wanted) {
    for (int tries = 0; wanted == 0 && tries < LastingPort.TRIES; tries++) {
      ChannelFuture one =
          bootstrap.bind(new InetSocketAddress(host, LastingPort.any())).awaitUninterruptibly();
      if (one.isSuccess()) {
        return one;
      }
    }
    return bootstrap.bind(new InetSocketAddress(host, wanted)).awaitUninterruptibly();
  }

  private void open(Channel channel) {
    if (channel.remoteAddress() instanceof InetSocketAddress from
        && !services
            .arrivals()
            .take(SourceLimits.of(from.getAddress()), System.currentTimeMillis())) {
      // Before TLS: a handshake is what costs.
      services.metrics().turnedAway.increment();
      channel.close();
      return;
    }
    SslHandler handler = TlsContext.handler(tls, channel.alloc());
    handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
    channel
        .pipeline()
        .addLast(handler)
        .addLast(new HandshakeWatch())
        .addLast(new HttpServerCodec(1024, 8192, 1024))
        .addLast(Upgrade.aggregator())
        .addLast(new Upgrade(services, connection -> watch(channel, connection)));
    // Who has TLS but never asks for a WebSocket is not kept either.
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (channel.pipeline().get(Upgrade.class) != null) {
                channel.close();
              }
            },
            HANDSHAKE_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private void watch(Channel channel, Connection connection) {
    Set<Connection> here =
        connections.computeIfAbsent(
            channel.eventLoop(),
            loop -> {
              Set<Connection> watched = ConcurrentHashMap.newKeySet();
              // With a pause after each look: a loop that was held up does not look twice at once,
              // and close whom it has only just probed.
              loop.scheduleWithFixedDelay(
                  () -> watched.forEach(each -> each.watchTime(System.nanoTime())),
                  WATCH_SECONDS,
                  WATCH_SECONDS,
                  TimeUnit.SECONDS);
              return watched;
            });
    here.add(connection);
    channel.closeFuture().addListener(closed -> here.remove(connection));
  }

  /// Notes which key exchange a connection has, and leaves.
  private final class HandshakeWatch extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
      if (event instanceof SslHandshakeCompletionEvent done) {
        SslHandler handler = ctx.pipeline().get(SslHandler.class);
        if (done.isSuccess()) {
          count(ctx.channel(), keyExchange(handler));
        }
        ctx.pipeline().remove(this);
      }
      ctx.fireUserEventTriggered(event);
    }

    private void count(Channel channel, String keyExchange) {
      if (keyExchange.equals(TlsContext.GROUPS[0])) {
        services.metrics().hybrid.increment();
      }
      LongAdder open = services.metrics().keyExchange(keyExchange);
      open.increment();
      channel.closeFuture().addListener(closed -> open.decrement());
    }

    private static String keyExchange(SslHandler handler) throws Exception {
      if (handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
        String group = SSL.getGroupName(engine.sslPointer());
        return group == null ? "unknown" : group;
      }
      return TlsContext.OF_THE_JDK;
    }
  }

  void stopListening() {
    listening.forEach(channel -> channel.close().awaitUninterruptibly());
    listening.clear();
  }

  /// Tells every client that the server stops.
  void drain() {
    connections
        .values()
        .forEach(here ->
            here.forEach(each -> each.execute(() -> each.end(ServerFrame.Ending.Reason.DRAINING))));
  }

  @Override
  public void close() {
    stopListening();
    transport
        .loops()
        .shutdownGracefully(50, 2_000, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(3, TimeUnit.SECONDS);
  }

  private static String reason(ChannelFuture bound) {
    Throwable cause = bound.cause();
    return cause == null || cause.getMessage() == null ? "no reason given" : cause.getMessage();
  }
}
