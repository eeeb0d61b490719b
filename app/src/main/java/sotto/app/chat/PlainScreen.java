package sotto.app.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sotto.app.Surroundings;
import sotto.client.MessageId;

/// Line after line, nothing ever moves: for dumb terminals, screen readers and pipes.
final class PlainScreen implements Screen {
  private static final int KEPT = 1_000;

  private final BufferedReader in;
  private final PrintStream out;
  private final Map<MessageId, ChatLine> lines =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageId, ChatLine> eldest) {
          return size() > KEPT;
        }
      };

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
      line.id().ifPresent(id -> lines.put(id, line));
      out.print(line.shown() + "\n");
      out.flush();
    }
  }

  /// A mark cannot be put behind a line that was printed: it is said in words, and of which line.
  @Override
  public void mark(MessageId id, String mark) {
    synchronized (out) {
      var line = lines.get(id);
      if (line != null && !line.mark().equals(mark)) {
        lines.put(id, line.marked(mark));
        add(ChatLine.of("  " + words(mark) + ": " + line.text()));
      }
    }
  }

  private static String words(String mark) {
    return switch (mark) {
      case "…" -> "waits";
      case "✓" -> "with the server";
      case "✓✓" -> "arrived";
      default ->
          mark.startsWith("✗ ")
              ? "not sent (" + mark.substring(2).replaceFirst("\\.$", "") + ")"
              : mark.replaceFirst("^✓✓ ", "");
    };
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
