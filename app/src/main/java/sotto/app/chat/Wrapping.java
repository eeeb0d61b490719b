package sotto.app.chat;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/// Breaks a line between words where the screen ends; what follows is indented to stand below the
/// text.
final class Wrapping {
  private static final int INDENT = 6;
  private static final int NARROWEST = 24;

  private Wrapping() {}

  /// The rows that a line with colours takes on a screen of `columns`.
  static List<AttributedString> rows(String line, int columns) {
    List<AttributedString> rows = new ArrayList<>();
    for (AttributedString part :
        AttributedString.fromAnsi(line).columnSplitLength(Integer.MAX_VALUE)) {
      wrap(part, columns, rows);
    }
    return rows;
  }

  private static void wrap(AttributedString line, int columns, List<AttributedString> rows) {
    AttributedString left = line;
    // In a very narrow window an indent would leave no room for words.
    int indent = columns < NARROWEST ? 0 : INDENT;
    boolean first = true;
    while (left.columnLength() > columns - (first ? 0 : indent)) {
      int width = columns - (first ? 0 : indent);
      int fits = Math.max(1, left.columnSubSequence(0, width).length());
      int space = left.toString().lastIndexOf(' ', fits);
      int end = space > 0 ? space : fits;
      rows.add(indented(left.subSequence(0, end), first ? 0 : indent));
      left = left.subSequence(space > 0 ? end + 1 : end, left.length());
      first = false;
    }
    rows.add(indented(left, first ? 0 : indent));
  }

  private static AttributedString indented(AttributedString row, int indent) {
    return new AttributedStringBuilder()
        .append(" ".repeat(indent))
        .append(row)
        .toAttributedString();
  }
}
