package sotto.app.output;

import org.jline.utils.WCWidth;

/// How many terminal cells a text takes: wide and combining characters counted as terminals count
/// them.
public final class Width {
  private Width() {}

  public static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  /// Cut to `cells`, with an ellipsis when something is missing.
  public static String cut(String text, int cells) {
    if (of(text) <= cells) {
      return text;
    }
    var kept = new StringBuilder();
    int used = 0;
    for (int c : text.codePoints().toArray()) {
      int width = of(c);
      if (used + width > cells - 1) {
        break;
      }
      kept.appendCodePoint(c);
      used += width;
    }
    return kept.append('…').toString();
  }

  private static int of(int codePoint) {
    return Character.getType(codePoint) == Character.FORMAT
        ? 0
        : Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /// Filled with spaces to `cells`.
  public static String pad(String text, int cells) {
    return text + " ".repeat(Math.max(0, cells - of(text)));
  }
}
