package sotto.classic.face;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Asks and tells. When no human types, a line that was read is printed after its prompt, so that
/// the output reads as the documents' transcripts do.
public final class Terminal {
  private static final int LONGEST_LINE = 16 * 1024;

  private final BufferedReader in;
  private final PrintStream out;
  private final boolean human;
  private String waitingPrompt = "";
  private volatile boolean plain;

  public Terminal(InputStream in, PrintStream out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    var console = System.console();
    this.human = System.in.equals(in) && console != null && console.isTerminal();
  }

  public boolean isHuman() {
    return human;
  }

  /// Whether a human looks on who has nothing against colours.
  public boolean isColoured() {
    return human && !plain && System.getenv("NO_COLOR") == null;
  }

  public Terminal withoutColour() {
    plain = true;
    return this;
  }

  /// Empty at the end of the input.
  public Optional<String> ask(String prompt) {
    show(prompt);
    Optional<String> line = line();
    boolean quiet = human || (prompt.isEmpty() && line.isEmpty());
    answered(quiet ? "" : line.orElse("") + "\n");
    return line;
  }

  /// As `ask`, but what is typed is not shown.
  public Optional<String> askSecret(String prompt) {
    show(prompt);
    var console = System.console();
    if (!human || console == null) {
      Optional<String> line = line();
      answered("\n");
      return line;
    }
    char[] typed = console.readPassword();
    answered("");
    return typed == null ? Optional.empty() : Optional.of(new String(typed));
  }

  /// A whole line, also while a prompt waits for an answer: the prompt is then shown again.
  public synchronized void say(String line) {
    if (waitingPrompt.isEmpty()) {
      out.print(line + "\n");
    } else {
      out.print("\n" + line + "\n" + waitingPrompt);
    }
    out.flush();
  }

  private synchronized void show(String prompt) {
    waitingPrompt = prompt;
    out.print(prompt);
    out.flush();
  }

  private synchronized void answered(String echo) {
    waitingPrompt = "";
    out.print(echo);
    out.flush();
  }

  private Optional<String> line() {
    try {
      String line = in.readLine();
      if (line == null) return Optional.empty();
      return Optional.of(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Text of others: control and formatting characters become a visible mark.
  public static String harmless(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          int kind = Character.getType(c);
          boolean unsafe =
              kind == Character.CONTROL
                  || kind == Character.FORMAT
                  || kind == Character.LINE_SEPARATOR
                  || kind == Character.PARAGRAPH_SEPARATOR
                  || kind == Character.SURROGATE;
          shown.appendCodePoint(unsafe ? 0xFFFD : c);
        });
    return shown.toString();
  }
}
