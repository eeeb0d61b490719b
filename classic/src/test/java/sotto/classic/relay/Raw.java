package sotto.classic.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A bare socket that says whatever a test wants it to say.
public final class Raw implements AutoCloseable {
  private final Socket socket;

  private Raw(Socket socket) {
    this.socket = socket;
  }

  public static Raw to(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    return new Raw(socket);
  }

  public Raw sends(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  public Raw sends(String text) throws IOException {
    return sends(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] hearsBytes(int count) throws IOException {
    return socket.getInputStream().readNBytes(count);
  }

  /// One answer without length: a JSON object.
  public String hears() throws IOException {
    InputStream in = socket.getInputStream();
    var text = new StringBuilder();
    int depth = 0;
    do {
      int c = in.read();
      if (c < 0) break;
      if (c == '{') depth++;
      if (c == '}') depth--;
      text.append((char) c);
    } while (depth > 0);
    return text.toString();
  }

  /// Whether the other side has hung up, or keeps the line for this long.
  public boolean isHungUp(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      while (socket.getInputStream().read() >= 0) continue;
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  public Raw ends() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
