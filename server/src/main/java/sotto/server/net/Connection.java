package sotto.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.limits.Limit;
import sotto.server.delivery.Effect;
import sotto.server.delivery.Queue;
import sotto.server.store.QueueReader;

/// One WebSocket: bytes in and out, and how much of either. What the frames mean is its
/// [Dialogue]'s.
final class Connection extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final int MOST_UNANSWERED = 512;

  /// What the sequencer has for this connection and not handed over yet; on the sequencer's thread.
  List<Object> outgoing = new ArrayList<>();

  private final Channel channel;
  private final Services services;
  private final Dialogue dialogue;
  private final long window;
  private final long opened = System.nanoTime();
  private Optional<Runnable> onReady = Optional.empty();
  private long lastRead = opened;
  private long unacknowledged;
  private int unanswered;
  private boolean live;
  private boolean paused;
  private boolean ending;

  Connection(Channel channel, Services services) {
    this.channel = channel;
    this.services = services;
    this.window = services.policy().of(Limit.PUSH_WINDOW);
    this.dialogue = new Dialogue(this, services);
    services.metrics().connections.increment();
    services.metrics().opened.increment();
  }

  /// Runs on the connection's own thread, after everything handed over before.
  void execute(Runnable work) {
    if (!channel.eventLoop().isShuttingDown()) {
      channel.eventLoop().execute(work);
    }
  }

  /// Whose thread it is on.
  EventLoop loop() {
    return channel.eventLoop();
  }

  /// On the connection's own thread: something for the sequencer to do.
  void post(Sequencer.Task task) {
    services.sequencer().post(channel.eventLoop(), task);
  }

  String source() {
    return channel.remoteAddress() instanceof InetSocketAddress from
        ? SourceLimits.of(from.getAddress())
        : "local";
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    lastRead = System.nanoTime();
    switch (frame) {
      case BinaryWebSocketFrame binary when binary.isFinalFragment() -> receive(binary.content());
      case PingWebSocketFrame ping ->
          ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
      case PongWebSocketFrame pong -> {}
      case CloseWebSocketFrame close -> ctx.close();
      default -> refuseConnection(ErrorCode.MALFORMED);
    }
  }

  private void receive(ByteBuf content) {
    if (!ending) {
      byte[] message = new byte[content.readableBytes()];
      content.readBytes(message);
      dialogue.receive(message);
    }
  }

  /// Sends what the sequencer hands over. When that fails the client is disconnected, because it
  /// would miss something otherwise; it finds all of it in its queue.
  void take(List<Object> messages) {
    try {
      send(messages);
    } catch (RuntimeException | OutOfDirectMemoryError e) {
      services.metrics().failure(e);
      channel.close();
    }
  }

  /// Sends effects, frames, entries.
  void send(List<?> messages) {
    if (ending || messages.isEmpty() || !channel.isActive()) {
      return;
    }
    ByteBuf out = channel.alloc().directBuffer(sizeOf(messages));
    for (Object message : messages) {
      write(out, message);
    }
    channel.writeAndFlush(out, channel.voidPromise());
    watchPace();
  }

  void reply(long request, ServerFrame frame) {
    send(List.of(new ServerReply(request, frame)));
  }

  /// From any thread.
  void fail(long request, ErrorCode code) {
    execute(() -> reply(request, ServerFrame.Failed.of(code)));
  }

  private void write(ByteBuf out, Object message) {
    switch (message) {
      case Effect.Push push -> {
        unacknowledged++;
        services.metrics().pushes.increment();
        Frames.push(out, push.entry());
      }
      case QueueReader.Pending pending -> {
        unacknowledged++;
        services.metrics().pushes.increment();
        Frames.push(out, pending);
      }
      case Effect.Judged judged -> {
        answered();
        Frames.judged(out, ((Request) judged.ticket()).number(), judged);
      }
      case Effect.Failed failed -> {
        answered();
        ServerFrame frame = ServerFrame.Failed.of(failed.code());
        Frames.reply(out, new ServerReply(((Request) failed.ticket()).number(), frame));
      }
      case ServerReply reply -> Frames.reply(out, reply);
      default -> throw new IllegalArgumentException("nothing to send: " + message.getClass());
    }
  }

  private static int sizeOf(List<?> messages) {
    int size = 0;
    for (Object message : messages) {
      size +=
          switch (message) {
            case Effect.Push push -> 128 + push.entry().body().length;
            case QueueReader.Pending pending -> 128 + pending.body().length;
            case Effect.Judged judged -> 64;
            default -> 256;
          };
    }
    return size;
  }

  /// Reads no more while too much of this client waits for an answer.
  void asked() {
    if (++unanswered == MOST_UNANSWERED) {
      channel.config().setAutoRead(false);
    }
  }

  void answered() {
    if (--unanswered == MOST_UNANSWERED / 2) {
      channel.config().setAutoRead(true);
    }
  }

  void acknowledged(int entries) {
    services.metrics().acknowledgements.add(entries);
    unacknowledged = Math.max(0, unacknowledged - entries);
    watchPace();
  }

  /// Runs `next` once the client takes what it is sent.
  void whenReady(Runnable next) {
    if (ready()) {
      next.run();
    } else {
      onReady = Optional.of(next);
    }
  }

  /// The queue has been read out; from here on the sequencer pushes.
  void caughtUp(Queue queue, long session, long reached, long upTo) {
    live = true;
    dialogue.caughtUp();
    post(turn -> turn.delivery.read(queue, session, reached, upTo));
  }

  void catchingUp() {
    live = false;
    paused = false;
  }

  private boolean ready() {
    return channel.isWritable() && unacknowledged < window;
  }

  private void watchPace() {
    if (ready()) {
      Optional<Runnable> waiting = onReady;
      onReady = Optional.empty();
      waiting.ifPresent(Runnable::run);
      if (paused && unacknowledged <= window / 2) {
        catchingUp();
        dialogue.resume();
      }
    } else if (live && !paused) {
      paused = true;
      dialogue.pause();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    watchPace();
  }

  /// Frames may be large from now on.
  void loggedIn() {
    Upgrade.allowLargeFrames(channel.pipeline(), services.largeFrames());
  }

  /// Probes a silent client, and closes who stays silent or does not log in in time.
  void watchTime(long now) {
    long idle = TimeUnit.NANOSECONDS.toSeconds(now - lastRead);
    long limit = services.policy().of(Limit.IDLE_SECONDS);
    long age = TimeUnit.NANOSECONDS.toSeconds(now - opened);
    if (!dialogue.isLoggedIn() && age >= services.policy().of(Limit.LOGIN_SECONDS)) {
      end(ServerFrame.Ending.Reason.IDLE);
    } else if (idle >= limit) {
      end(ServerFrame.Ending.Reason.IDLE);
    } else if (idle >= limit / 2) {
      channel.writeAndFlush(new PingWebSocketFrame());
    }
  }

  /// The last words of a connection.
  void end(ServerFrame.Ending.Reason reason) {
    finish(ServerReply.unasked(new ServerFrame.Ending(reason)));
  }

  /// What was received breaks the protocol: there is nothing more to say.
  void refuseConnection(ErrorCode code) {
    services.metrics().malformed.increment();
    finish(ServerReply.unasked(ServerFrame.Failed.of(code)));
  }

  private void finish(ServerReply last) {
    if (!ending) {
      send(List.of(last));
      ending = true;
      channel
          .writeAndFlush(new CloseWebSocketFrame(1000, ""))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ending = true;
    services.metrics().connections.decrement();
    onReady = Optional.empty();
    dialogue.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset, a broken record, a frame too large: that connection is over, the others are not.
    services.metrics().malformed.increment();
    ctx.close();
  }
}
