package sotto.classic.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import sotto.classic.part.Refusal;

/// A socket that carries records. Any thread may send; one thread receives.
public final class Connection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final Framing framing;

  Connection(Socket socket, Framing framing) throws IOException {
    this.socket = socket;
    this.framing = framing;
    this.in = new BufferedInputStream(socket.getInputStream());
    socket.setTcpNoDelay(true);
    // So that a client that vanished without a word is noticed in the end.
    socket.setKeepAlive(true);
  }

  /// Waits a little for a server that is only just starting.
  public static Connection to(String host, int port, Framing framing, Duration patience)
      throws Refusal {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), 5000);
        return new Connection(socket, framing);
      } catch (IOException e) {
        if (System.nanoTime() > end)
          throw Refusal.unreachable(
              "Connection refused: nothing answers at "
                  + host
                  + ":"
                  + port
                  + ". Start the server first.");
        pause();
      }
    }
  }

  public void send(byte[] record) throws Refusal {
    try {
      synchronized (socket) {
        socket.getOutputStream().write(framing.frame(record));
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      throw Refusal.unreachable("The other side has gone.");
    }
  }

  /// Empty when the other side has closed.
  public Optional<byte[]> receive() throws Refusal {
    return receiving(() -> framing.read(in));
  }

  public Optional<byte[]> receiveFirst(int length) throws Refusal {
    return receiving(() -> framing.readFirst(in, length));
  }

  private interface Reading {
    Optional<byte[]> read() throws IOException, Refusal;
  }

  private static Optional<byte[]> receiving(Reading reading) throws Refusal {
    try {
      return reading.read();
    } catch (SocketTimeoutException e) {
      throw Refusal.unreachable("Nothing came in time.");
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public void timeout(Duration duration) throws Refusal {
    try {
      socket.setSoTimeout((int) duration.toMillis());
    } catch (IOException e) {
      throw Refusal.unreachable("The other side has gone.");
    }
  }

  /// Says that no more will be sent. What was sent still arrives, and what the other side has to
  /// say can still be received.
  public void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      close();
    }
  }

  /// The address of the other side as Python prints it: `('127.0.0.1', 54321)`.
  public String peer() {
    return "('" + socket.getInetAddress().getHostAddress() + "', " + socket.getPort() + ")";
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed for us either way.
      return;
    }
  }

  private static void pause() throws Refusal {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.here("Interrupted.");
    }
  }
}
