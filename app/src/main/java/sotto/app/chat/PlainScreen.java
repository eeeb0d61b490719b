package sotto.app.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sotto.app.Surroundings;
import sotto.client.MessageId;

/// Line after line, nothing ever moves: for dumb terminals, screen readers and pipes.
final class PlainScreen implements Screen {
  private final BufferedReader in;
  private final PrintStream out;

  PlainScreen(Surroundings around) {
    this.in = new BufferedReader(new InputStreamReader(around.in(), StandardCharsets.UTF_8));
    this.out = around.out();
  }

  @Override
  public Optional<String> read() {
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void add(ChatLine line) {
    synchronized (out) {
      out.print(line.shown() + "\n");
      out.flush();
    }
  }

  /// A mark cannot be put behind a line that was printed: it is said.
  @Override
  public void mark(MessageId id, String mark) {
    add(ChatLine.of("  (" + id.hex().substring(0, 8) + " " + mark + ")"));
  }

  @Override
  public void prompt(String prompt) {
    // Whom one writes to is said by the line that opened the conversation.
  }

  @Override
  public void close() {
    out.flush();
  }
}
