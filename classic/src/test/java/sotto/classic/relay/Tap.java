package sotto.classic.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Between a client and a server: passes everything on and keeps a copy of what the client sends.
public final class Tap implements AutoCloseable {
  private final ServerSocket door;
  private final int server;
  private final List<byte[]> sent = new CopyOnWriteArrayList<>();

  public Tap(int server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  public String sent() {
    var all = new StringBuilder();
    sent.forEach(b -> all.append(new String(b, StandardCharsets.UTF_8)));
    return all.toString();
  }

  private void accept() {
    while (!door.isClosed())
      try {
        Socket client = door.accept();
        Socket onward = new Socket(InetAddress.getLoopbackAddress(), server);
        Thread.ofVirtual().start(() -> pass(client, onward, true));
        Thread.ofVirtual().start(() -> pass(onward, client, false));
      } catch (IOException e) {
        return;
      }
  }

  private void pass(Socket from, Socket to, boolean keep) {
    byte[] buffer = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (keep) sent.add(Arrays.copyOf(buffer, n));
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
