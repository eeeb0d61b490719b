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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import sotto.classic.part.Refusal;

/// A socket that carries records. Any thread may send; one thread receives.
public final class Connection implements AutoCloseable {
  /// Whoever takes nothing for so long holds up those who write to it, and is cut off.
  static final Duration LONGEST_WRITE = Duration.ofSeconds(2);

  private final Socket socket;
  private final InputStream in;
  private final Framing framing;
  private volatile boolean introduced;
  private final ReentrantLock writing = new ReentrantLock();

  Connection(Socket socket, Framing framing) throws IOException {
    this.socket = socket;
    this.framing = framing;
    this.in = new BufferedInputStream(socket.getInputStream());
    socket.setTcpNoDelay(true);
    // So that a client that vanished without a word is noticed in the end.
    socket.setKeepAlive(true);
  }

  /// Waits a little for a server that is only just starting, and says so.
  public static Connection to(
      String host, int port, Framing framing, Duration patience, Consumer<String> waiting)
      throws Refusal {
    long end = System.nanoTime() + patience.toNanos();
    boolean said = false;
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
        if (!said)
          waiting.accept(
              "Nothing answers at "
                  + host
                  + ":"
                  + port
                  + " yet: trying for "
                  + patience.toSeconds()
                  + " seconds.");
        said = true;
        pause();
      }
    }
  }

  /// Returns when the record is on its way. A side that has stopped reading is cut off after a
  /// while, so that it cannot hold up whoever has something for it.
  public void send(byte[] record) throws Refusal {
    try {
      if (!writing.tryLock(LONGEST_WRITE.toMillis(), TimeUnit.MILLISECONDS)) throw stalled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.here("Interrupted.");
    }
    Thread guard = Thread.ofVirtual().start(this::cutOffLater);
    try {
      socket.getOutputStream().write(framing.frame(record));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw Refusal.unreachable("The other side has gone.");
    } finally {
      guard.interrupt();
      writing.unlock();
    }
  }

  private Refusal stalled() {
    close();
    return Refusal.unreachable("The other side has stopped reading and was cut off.");
  }

  private void cutOffLater() {
    try {
      Thread.sleep(LONGEST_WRITE);
      close();
    } catch (InterruptedException e) {
      // It was written in time.
      return;
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
      throw Refusal.unreachable("Session timeout: nothing came in time.");
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The other side has said who it is, or has sent its key: it may be silent from now on.
  public void introduce() {
    introduced = true;
  }

  boolean isIntroduced() {
    return introduced;
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
