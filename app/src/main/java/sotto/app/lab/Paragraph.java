package sotto.app.lab;

import java.util.ArrayList;
import java.util.List;
import sotto.app.output.Width;

/// Text in lines of a given width, broken at spaces where there are any.
final class Paragraph {
  /// The screen on which everything of the laboratory fits.
  static final int SCREEN = 80;

  private Paragraph() {}

  static String of(String text) {
    return String.join("\n", lines(text, SCREEN));
  }

  /// With an indent before each line.
  static String indented(String text, int indent) {
    String blank = " ".repeat(indent);
    return blank + String.join("\n" + blank, lines(text, SCREEN - indent));
  }

  static List<String> lines(String text, int width) {
    var lines = new ArrayList<String>();
    String rest = text;
    while (Width.of(rest) > width) {
      int fits = fits(rest, width);
      int space = rest.lastIndexOf(' ', fits);
      int cut = space > 0 && 3 * Width.of(rest.substring(0, space)) > width ? space : fits;
      lines.add(rest.substring(0, cut));
      rest = rest.substring(cut).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /// How many characters go into so many cells; never in the middle of one.
  private static int fits(String text, int width) {
    int at = 0;
    int used = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      used += Width.of(Character.toString(c));
      if (used > width) break;
      at += Character.charCount(c);
    }
    return Math.max(1, at);
  }
}
