package sotto.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the terminal was told to show.
final class Seen extends OutputStream {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public synchronized void write(int b) {
    bytes.write(b);
    notifyAll();
  }

  /// What was shown so far does not count any more.
  synchronized void forget() {
    bytes.reset();
  }

  synchronized void await(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!shown().contains(text)) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      assertThat(left).as("waiting for '%s' in: %s", text, List.of(shown())).isPositive();
      wait(left);
    }
  }

  private String shown() {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .replace("\r", "")
        .replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "");
  }
}
