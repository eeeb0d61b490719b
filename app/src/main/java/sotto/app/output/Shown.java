package sotto.app.output;

import sotto.protocol.text.DisplayText;

/// The only way from a text of others to the screen: through [DisplayText].
public final class Shown {
  private Shown() {}

  /// On one line.
  public static String line(String text) {
    return DisplayText.line(text).forTerminal();
  }

  /// Line breaks stay; what follows one is indented, so that it cannot pass for a line of its own.
  public static String text(String text) {
    return DisplayText.message(text).forTerminal();
  }
}
