package sotto.app.output;

/// The only way from a text of others to the screen.
public final class Shown {
  private Shown() {}

  /// On one line: no control characters, no escape sequences, no bidirectional overrides.
  public static String line(String text) {
    return text(text.replaceAll("\\R", " "));
  }

  /// Line breaks stay; what follows one is indented, so that it cannot pass for a line of its own.
  public static String text(String text) {
    return text.codePoints()
        .map(Shown::safe)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .replace("\n", "\n    ");
  }

  private static int safe(int c) {
    boolean hidden =
        c != '\n' && Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    return hidden ? '\uFFFD' : c;
  }
}
