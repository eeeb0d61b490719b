package sotto.app.lab;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A piece of wire between a client and the server, held by the attacker: TLS records, seen one by
/// one, some of them changed.
final class Tap implements AutoCloseable {
  /// Smaller records carry no message: the smallest padded one is larger.
  static final int MESSAGE = 512;

  private static final int APPLICATION_DATA = 23;
  private static final int TAG = 16;

  private final ServerSocket door;
  private final int server;
  private final List<byte[]> toServer = new CopyOnWriteArrayList<>();
  private final AtomicInteger toTurn = new AtomicInteger();
  private final AtomicInteger turned = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Tap(int server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static Tap to(int server) throws IOException {
    return new Tap(server);
  }

  int port() {
    return door.getLocalPort();
  }

  /// The records that the client sent, without their headers.
  List<byte[]> sent() {
    return List.copyOf(toServer);
  }

  /// Forgets what was seen.
  void forget() {
    toServer.clear();
  }

  /// From now on one bit is turned in each of so many records with a message in them.
  void turn(int records) {
    toTurn.set(records);
  }

  int turned() {
    return turned.get();
  }

  private void accept() {
    while (!door.isClosed())
      try {
        Socket client = door.accept();
        Socket onward = new Socket(InetAddress.getLoopbackAddress(), server);
        open.add(client);
        open.add(onward);
        Thread.ofVirtual().start(() -> pass(client, onward, true));
        Thread.ofVirtual().start(() -> pass(onward, client, false));
      } catch (IOException e) {
        if (door.isClosed()) return;
      }
  }

  private void pass(Socket from, Socket to, boolean fromClient) {
    try (from;
        to) {
      var in = new DataInputStream(from.getInputStream());
      OutputStream out = to.getOutputStream();
      while (true) {
        byte[] head = in.readNBytes(5);
        if (head.length < 5) return;
        byte[] record = in.readNBytes((head[3] & 0xff) << 8 | head[4] & 0xff);
        boolean message = head[0] == APPLICATION_DATA && record.length > MESSAGE + TAG;
        if (fromClient && head[0] == APPLICATION_DATA) toServer.add(record.clone());
        if (fromClient && message && toTurn.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          record[record.length / 2] ^= 1;
          turned.incrementAndGet();
        }
        out.write(head);
        out.write(record);
        out.flush();
      }
    } catch (IOException e) {
      return;
    }
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : open) socket.close();
    } catch (IOException e) {
      return;
    }
  }
}
