package sotto.protocol.text;

import java.util.Locale;

/// Walks through one line of text once and leaves what can be read.
final class Readable {
  /// More marks than this on one letter are no writing of any language.
  private static final int MAX_MARKS = 4;

  private static final int DOTTED_CIRCLE = 0x25cc;
  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int NONE = -1;

  private final int[] input;
  private final StringBuilder out = new StringBuilder();

  /// The last code point that was let through, or NONE after anything that was made visible.
  private int previous = NONE;

  private int marks;
  private int marksLeftOut;

  Readable(String line) {
    input = line.codePoints().toArray();
  }

  String text() {
    for (int i = 0; i < input.length; i++) {
      int next = i + 1 < input.length ? input[i + 1] : NONE;
      take(input[i], next);
    }
    endOfMarks();
    return out.toString();
  }

  private void take(int c, int next) {
    if (isMark(c) && !Unseen.isVariationSelector(c) && !Unseen.isBlank(c)) {
      mark(c);
      return;
    }
    endOfMarks();
    if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER) {
      if (joins(c, next)) {
        let(c);
      } else {
        show(c);
      }
    } else if (Unseen.isVariationSelector(c)) {
      if (previous != NONE && Unseen.varies(previous, c)) {
        let(c);
      } else {
        show(c);
      }
    } else if (c == '\t') {
      out.append("    ");
      previous = ' ';
    } else if (Character.isISOControl(c)) {
      picture(c);
    } else if (Character.getType(c) == Character.SPACE_SEPARATOR) {
      let(c == 0x3000 ? c : ' ');
    } else if (Unseen.isBlank(c) || !Unseen.hasGlyph(c)) {
      show(c);
    } else {
      let(c);
    }
  }

  private void mark(int c) {
    if (previous == NONE) {
      out.appendCodePoint(DOTTED_CIRCLE);
      previous = DOTTED_CIRCLE;
    }
    if (++marks > MAX_MARKS) {
      marksLeftOut++;
    } else {
      out.appendCodePoint(c);
    }
  }

  private void endOfMarks() {
    if (marksLeftOut > 0) {
      out.append("[+").append(marksLeftOut).append(" marks]");
    }
    marks = 0;
    marksLeftOut = 0;
  }

  /// A joiner is let through inside an emoji, or between the letters of a script that needs it.
  private boolean joins(int joiner, int next) {
    if (previous == NONE || next == NONE) {
      return false;
    }
    boolean inEmoji =
        joiner == ZERO_WIDTH_JOINER
            && Unseen.isEmojiPart(previous)
            && Character.isExtendedPictographic(next);
    return inEmoji || (Unseen.usesJoiners(previous) && Unseen.usesJoiners(next));
  }

  private void let(int c) {
    out.appendCodePoint(c);
    previous = c;
  }

  private void picture(int c) {
    if (c < 0x20) {
      out.append((char) (0x2400 + c));
    } else if (c == 0x7f) {
      out.append('\u2421');
    } else {
      show(c);
    }
    previous = NONE;
  }

  private void show(int c) {
    out.append(String.format(Locale.ROOT, "[U+%04X]", c));
    previous = NONE;
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }
}
