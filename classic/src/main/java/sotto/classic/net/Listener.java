package sotto.classic.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sotto.classic.part.Refusal;

/// Accepts connections and gives each a virtual thread. Whatever one client does, the others go on.
public final class Listener implements AutoCloseable {
  /// When so many are here, the one that has longest not said who it is makes room for the next; if
  /// all have, the next is turned away.
  public static final int MOST_CONNECTIONS = 256;

  @FunctionalInterface
  public interface Session {
    void serve(Connection connection) throws Refusal;
  }

  private final ServerSocket server;
  private final Framing framing;
  private final Session session;
  private final Consumer<String> trouble;
  private final Set<Connection> open = Collections.synchronizedSet(new LinkedHashSet<>());

  private Listener(
      ServerSocket server, Framing framing, Session session, Consumer<String> trouble) {
    this.server = server;
    this.framing = framing;
    this.session = session;
    this.trouble = trouble;
  }

  /// `trouble` gets one sentence for each connection that ends badly.
  public static Listener open(
      String host, int port, Framing framing, Session session, Consumer<String> trouble)
      throws Refusal {
    try {
      var listener =
          new Listener(
              new ServerSocket(port, 64, InetAddress.getByName(host)), framing, session, trouble);
      Thread.ofVirtual().name("classic-accept").start(listener::accept);
      return listener;
    } catch (IOException e) {
      throw Refusal.here(
          "The server cannot listen on " + host + ":" + port + ": is another one running?");
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (open.size() < MOST_CONNECTIONS || hasMadeRoom()) admit(socket);
        else turnAway(socket);
      } catch (IOException e) {
        if (!server.isClosed()) trouble.accept("A connection could not be accepted.");
      }
    }
  }

  private boolean hasMadeRoom() {
    Optional<Connection> silent;
    synchronized (open) {
      silent = open.stream().filter(c -> !c.isIntroduced()).findFirst();
      silent.ifPresent(open::remove);
    }
    silent.ifPresent(connection -> {
      trouble.accept(connection.peer() + " was disconnected: others wait, and it said nothing.");
      connection.close();
    });
    return silent.isPresent();
  }

  private void admit(Socket socket) throws IOException {
    try {
      var connection = new Connection(socket, framing);
      open.add(connection);
      Thread.ofVirtual().start(() -> serve(connection));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void turnAway(Socket socket) throws IOException {
    socket.close();
    trouble.accept("A client was turned away: " + MOST_CONNECTIONS + " are connected already.");
  }

  private void serve(Connection connection) {
    try (connection) {
      session.serve(connection);
    } catch (Refusal e) {
      trouble.accept(connection.peer() + " " + e.sentence());
    } finally {
      open.remove(connection);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      trouble.accept("The port could not be closed.");
    }
    synchronized (open) {
      open.forEach(Connection::close);
    }
  }
}
