package sotto.client.shell;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import sotto.client.engine.Input;
import sotto.client.transport.Backoff;
import sotto.client.transport.ServerConnection;
import sotto.client.transport.TlsFacts;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.ServerReply;

/// The connection as the loop sees it: wanted or not, there or not, tried again after a while. Only
/// the loop's thread calls it; what the network says comes back as inputs.
final class Line {
  private final Consumer<Heard> heard;
  private final InstantSource clock;
  private final RandomGenerator random;
  private Optional<Place> wanted = Optional.empty();
  private Optional<ServerConnection> connection = Optional.empty();
  private Optional<Instant> retryAt = Optional.empty();
  private Backoff backoff = Backoff.FRESH;
  private long generation;

  private record Place(String host, int port) {}

  /// An input, and the connection that it is of.
  record Heard(long generation, Input input) {}

  Line(Consumer<Heard> heard, InstantSource clock, RandomGenerator random) {
    this.heard = heard;
    this.clock = clock;
    this.random = random;
  }

  void want(String host, int port) {
    wanted = Optional.of(new Place(host, port));
    if (connection.isEmpty()) {
      open();
    }
  }

  /// When the next try is due.
  Optional<Instant> retryAt() {
    return retryAt;
  }

  void retry() {
    if (retryAt.filter(at -> !at.isAfter(clock.instant())).isPresent()) {
      open();
    }
  }

  void send(ClientRequest request) {
    connection.ifPresent(c -> c.send(request.encoded()));
  }

  /// The connection proved good: the next trouble is answered quickly.
  void steady() {
    backoff = Backoff.FRESH;
  }

  /// Ends this connection; another is tried after a while.
  void hangUp(String reason) {
    if (connection.isPresent()) {
      drop();
      heard.accept(new Heard(generation, new Input.Closed(reason)));
      later();
    }
  }

  /// No more tries.
  void stop() {
    wanted = Optional.empty();
    retryAt = Optional.empty();
    drop();
  }

  void closeGently() {
    wanted = Optional.empty();
    generation++;
    connection.ifPresent(ServerConnection::closeGently);
    connection = Optional.empty();
  }

  private void drop() {
    generation++;
    connection.ifPresent(ServerConnection::close);
    connection = Optional.empty();
  }

  private void open() {
    retryAt = Optional.empty();
    if (wanted.isEmpty()) {
      return;
    }
    long mine = ++generation;
    connection =
        Optional.of(
            ServerConnection.open(
                Network.threads(),
                Network.tls(),
                wanted.get().host(),
                wanted.get().port(),
                new Ear(mine)));
  }

  private void later() {
    if (wanted.isPresent()) {
      backoff = backoff.next(random);
      retryAt = Optional.of(clock.instant().plus(backoff.last()));
    }
  }

  /// The input, unless it is of an earlier connection and too late to matter.
  Optional<Input> current(Heard one) {
    if (one.generation() != generation) {
      return Optional.empty();
    }
    if (one.input() instanceof Input.Closed && connection.isPresent()) {
      connection = Optional.empty();
      later();
    }
    return Optional.of(one.input());
  }

  /// Hears one connection, on the network's thread.
  private final class Ear implements ServerConnection.Listener {
    private final long mine;

    Ear(long mine) {
      this.mine = mine;
    }

    @Override
    public void opened(TlsFacts facts) {
      hear(new Input.Opened(facts.keyHash(), facts.keyExchange()));
    }

    @Override
    public void received(byte[] message) {
      try {
        hear(new Input.Received(ServerReply.decode(message)));
      } catch (MlsException e) {
        hear(new Input.Garbage(e.getMessage()));
      }
    }

    @Override
    public void closed(String reason) {
      hear(new Input.Closed(reason));
    }

    private void hear(Input input) {
      heard.accept(new Heard(mine, input));
    }
  }
}
