package sotto.tests.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// No TLS.
final class PlainWire implements Wire {
  private static final int CHUNK = 1 << 18;
  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CHUNK));

  @Override
  public boolean read(SocketChannel socket, Sink sink) throws IOException {
    ByteBuffer buffer = BUFFER.get().clear();
    if (socket.read(buffer) < 0) {
      return false;
    }
    sink.accept(buffer.flip());
    return true;
  }

  @Override
  public boolean write(SocketChannel socket, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (socket.write(bytes) == 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {}
}
