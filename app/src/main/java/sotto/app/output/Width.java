package sotto.app.output;

import org.jline.utils.WCWidth;

/// How many terminal cells a text takes: wide and combining characters counted as terminals count
/// them.
public final class Width {
  private Width() {}

  public static int of(String text) {
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }

  /// Cut to `cells`, with an ellipsis when something is missing.
  public static String cut(String text, int cells) {
    if (of(text) <= cells) {
      return text;
    }
    var kept = new StringBuilder();
    int used = 0;
    for (int c : text.codePoints().toArray()) {
      int width = Math.max(0, WCWidth.wcwidth(c));
      if (used + width > cells - 1) {
        break;
      }
      kept.appendCodePoint(c);
      used += width;
    }
    return kept.append('…').toString();
  }

  /// Filled with spaces to `cells`.
  public static String pad(String text, int cells) {
    return text + " ".repeat(Math.max(0, cells - of(text)));
  }
}
