package sotto.classic.lab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import sotto.classic.net.Connection;
import sotto.classic.net.Framing;
import sotto.classic.net.Listener;
import sotto.classic.part.Refusal;

/// A piece of wire that the attacker holds: every record between a client and the server goes
/// through its hand, which passes it on, changes it, swallows it or adds others.
final class Wire implements AutoCloseable {
  enum Way {
    TO_SERVER,
    TO_CLIENT
  }

  record Passed(Way way, byte[] record) {}

  /// Returns what goes on instead of the record.
  @FunctionalInterface
  interface Hand {
    List<byte[]> pass(Way way, byte[] record) throws Exception;
  }

  private final Framing framing;
  private final int server;
  private final int firstBytes;
  private final Listener listener;
  private final List<Passed> seen = new CopyOnWriteArrayList<>();
  private volatile Hand hand = (_, record) -> List.of(record);
  private volatile Optional<Connection> client = Optional.empty();

  private Wire(Framing framing, int server, int firstBytes) throws Refusal {
    this.framing = framing;
    this.server = server;
    this.firstBytes = firstBytes;
    this.listener = Listener.open("127.0.0.1", 0, framing, this::join, _ -> {});
  }

  static Wire to(Framing framing, int server) throws Refusal {
    return new Wire(framing, server, 0);
  }

  /// The client's first record has this length, and no frame.
  static Wire to(Framing framing, int server, int firstBytes) throws Refusal {
    return new Wire(framing, server, firstBytes);
  }

  int port() {
    return listener.port();
  }

  void through(Hand other) {
    hand = other;
  }

  /// All that passed, as it was before the hand changed it.
  List<Passed> seen() {
    return List.copyOf(seen);
  }

  List<byte[]> seen(Way way) {
    return seen.stream().filter(p -> p.way() == way).map(Passed::record).toList();
  }

  /// Says something to the client that the server never said.
  void inject(byte[] record) throws Refusal {
    client.orElseThrow(() -> Refusal.here("Nobody is on this wire.")).send(record);
  }

  private void join(Connection fromClient) throws Refusal {
    client = Optional.of(fromClient);
    try (Connection onward =
        Connection.to("127.0.0.1", server, framing, Duration.ofSeconds(5), _ -> {})) {
      if (firstBytes > 0) {
        Optional<byte[]> first = fromClient.receiveFirst(firstBytes);
        if (first.isPresent()) carry(Way.TO_SERVER, first.get(), onward);
      }
      Thread back =
          Thread.ofVirtual()
              .start(() -> {
                run(Way.TO_CLIENT, onward, fromClient);
                fromClient.close();
              });
      run(Way.TO_SERVER, fromClient, onward);
      onward.finish();
      back.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Way way, Connection from, Connection to) {
    try {
      Optional<byte[]> record = from.receive();
      while (record.isPresent()) {
        carry(way, record.get(), to);
        record = from.receive();
      }
    } catch (Refusal e) {
      to.finish();
    }
  }

  private void carry(Way way, byte[] record, Connection to) throws Refusal {
    seen.add(new Passed(way, record));
    try {
      for (byte[] instead : hand.pass(way, record)) to.send(instead);
    } catch (Refusal e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("The attacker's hand slipped.", e);
    }
  }

  @Override
  public void close() {
    listener.close();
  }
}
