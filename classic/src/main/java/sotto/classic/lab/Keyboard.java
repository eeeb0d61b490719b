package sotto.classic.lab;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// What somebody types, as the standard input of a program.
final class Keyboard extends InputStream {
  private static final int END = -1;

  private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();

  void type(String line) {
    for (byte b : (line + "\n").getBytes(StandardCharsets.UTF_8)) keys.add(b & 0xff);
  }

  @Override
  public void close() {
    keys.add(END);
  }

  @Override
  public int read() {
    try {
      int key = keys.take();
      if (key == END) keys.add(END);
      return key;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return END;
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    int key = read();
    if (key == END) return END;
    buffer[offset] = (byte) key;
    return 1;
  }
}
