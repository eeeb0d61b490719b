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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Limits;
import sotto.server.delivery.Effect;
import sotto.server.delivery.Queue;
import sotto.server.store.QueueReader;

/// One WebSocket: bytes in and out, and how much of either. What the frames mean is its
/// [Dialogue]'s.
final class Connection extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final int MOST_UNANSWERED = 512;

  /// Requests above this are counted by their bytes, too.
  private static final int HEAVY = 16 * 1024;

  private static final long MOST_UNANSWERED_BYTES = 8L << 20;

  /// What may lie here unread by the client before nothing more is read from it: before login next
  /// to nothing is ever said; later it may be the largest Commit there is.
  private static final long MOST_UNREAD_BEFORE_LOGIN = 1L << 20;

  private static final long MOST_UNREAD = Limits.MAX_FRAME + (4L << 20);

  /// Acknowledgements that may come without a push of this connection: of what the last one pushed.
  private static final long SPARE_ACKNOWLEDGEMENTS = Limits.MAX_ACKNOWLEDGEMENTS;

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
  private Map<Long, Integer> heavy = Map.of();
  private long heavyBytes;
  private long acknowledgeable = SPARE_ACKNOWLEDGEMENTS;
  private boolean stopped;
  private long unreadBefore;
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

  boolean isLocal() {
    return !(channel.remoteAddress() instanceof InetSocketAddress from)
        || from.getAddress().isLoopbackAddress();
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
      watchReading();
    }
  }

  /// Sends what the sequencer hands over. When that fails the client is disconnected, because it
  /// would miss something otherwise; it finds all of it in its queue.
  void take(List<?> messages) {
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
    watchReading();
  }

  /// The answer to a request.
  void reply(long request, ServerFrame frame) {
    answered(request);
    send(List.of(new ServerReply(request, frame)));
  }

  /// What nobody asked for.
  void tell(ServerFrame frame) {
    send(List.of(ServerReply.unasked(frame)));
  }

  /// From any thread.
  void fail(long request, ErrorCode code) {
    execute(() -> reply(request, ServerFrame.Failed.of(code)));
  }

  private void write(ByteBuf out, Object message) {
    switch (message) {
      case Effect.Push push -> {
        pushed();
        Frames.push(out, push.entry());
      }
      case QueueReader.Pending pending -> {
        pushed();
        Frames.push(out, pending);
      }
      case Effect.Judged judged -> {
        long request = ((Request) judged.ticket()).number();
        answered(request);
        Frames.judged(out, request, judged);
      }
      case Effect.Failed failed -> {
        long request = ((Request) failed.ticket()).number();
        answered(request);
        Frames.reply(out, new ServerReply(request, ServerFrame.Failed.of(failed.code())));
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

  private void pushed() {
    unacknowledged++;
    acknowledgeable++;
    services.metrics().pushes.increment();
  }

  /// A request that will be answered. Nothing more is read while too much of this client waits for
  /// that.
  ///
  /// @return false when a request of that number is out, which nobody could tell from it
  boolean asked(long request, int bytes) {
    if (bytes > HEAVY) {
      heavy = heavy.isEmpty() ? new HashMap<>() : heavy;
      if (heavy.putIfAbsent(request, bytes) != null) {
        return false;
      }
      heavyBytes += bytes;
    }
    unanswered++;
    return true;
  }

  private void answered(long request) {
    unanswered = Math.max(0, unanswered - 1);
    if (!heavy.isEmpty()) {
      Integer bytes = heavy.remove(request);
      heavyBytes -= bytes == null ? 0 : bytes;
    }
  }

  private void watchReading() {
    if (ending) {
      return;
    }
    long unread = dialogue.isLoggedIn() ? MOST_UNREAD : MOST_UNREAD_BEFORE_LOGIN;
    boolean enough =
        unanswered >= MOST_UNANSWERED
            || heavyBytes >= MOST_UNANSWERED_BYTES
            || channel.bytesBeforeWritable() > unread;
    boolean few =
        unanswered <= MOST_UNANSWERED / 2
            && heavyBytes <= MOST_UNANSWERED_BYTES / 2
            && channel.isWritable();
    if (stopped ? few : enough) {
      stopped = !stopped;
      channel.config().setAutoRead(!stopped);
    }
  }

  /// @return false when more was acknowledged than can have been pushed
  boolean acknowledged(int entries) {
    services.metrics().acknowledgements.add(entries);
    acknowledgeable -= entries;
    unacknowledged = Math.max(0, unacknowledged - entries);
    watchPace();
    return acknowledgeable >= 0;
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
    watchReading();
  }

  /// Frames may be large from now on.
  void loggedIn() {
    Upgrade.allowLargeFrames(channel.pipeline(), services.largeFrames());
  }

  /// Probes a silent client, and closes who stays silent or does not log in in time.
  void watchTime(long now) {
    long unread = channel.bytesBeforeWritable();
    if (stopped && unread < unreadBefore) {
      // Nothing is read from it because it reads slowly; but it reads.
      lastRead = now;
    }
    unreadBefore = unread;
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
