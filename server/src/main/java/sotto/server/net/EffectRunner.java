package sotto.server.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.server.delivery.Effect;

/// Turns effects into bytes for connections. Used on the sequencer's thread.
final class EffectRunner {
  private final Sessions sessions;
  private final CatchUps catchUps;
  private final List<Connection> touched = new ArrayList<>();

  EffectRunner(Sessions sessions, CatchUps catchUps) {
    this.sessions = sessions;
    this.catchUps = catchUps;
  }

  void run(List<Effect> effects) {
    for (Effect effect : effects) {
      run(effect);
    }
  }

  private void run(Effect effect) {
    switch (effect) {
      case Effect.Judged judged -> send(((Request) judged.ticket()).connection(), judged);
      case Effect.Failed failed -> send(((Request) failed.ticket()).connection(), failed);
      case Effect.Push push ->
          sessions
              .of(push.entry().queue(), push.session())
              .ifPresent(connection -> send(connection, push));
      case Effect.Read read ->
          sessions
              .of(read.queue(), read.session())
              .ifPresent(connection -> {
                // What was answered before must be on its way before the queue.
                flush();
                catchUps.start(connection, read);
              });
      case Effect.Offer offer ->
          sessions
              .of(offer.queue(), offer.session())
              .ifPresent(connection -> catchUps.offer(connection, offer));
      case Effect.StockLow low ->
          sessions
              .of(low.queue(), low.session())
              .ifPresent(connection ->
                  send(connection, ServerReply.unasked(new ServerFrame.Stock(low.left()))));
    }
  }

  void send(Connection connection, Object outgoing) {
    if (connection.outgoing.isEmpty()) {
      touched.add(connection);
    }
    connection.outgoing.add(outgoing);
  }

  /// What one flush has for one connection.
  private record Parcel(Connection connection, List<Object> messages) {}

  /// One hand-over per thread that has connections.
  void flush() {
    if (touched.isEmpty()) {
      return;
    }
    Map<EventLoop, List<Parcel>> byLoop = new IdentityHashMap<>(4);
    for (Connection connection : touched) {
      byLoop
          .computeIfAbsent(connection.loop(), loop -> new ArrayList<>())
          .add(new Parcel(connection, connection.outgoing));
      connection.outgoing = new ArrayList<>();
    }
    touched.clear();
    byLoop.forEach((loop, parcels) -> {
      if (!loop.isShuttingDown()) {
        loop.execute(() -> parcels.forEach(parcel -> parcel.connection.take(parcel.messages)));
      }
    });
  }
}
