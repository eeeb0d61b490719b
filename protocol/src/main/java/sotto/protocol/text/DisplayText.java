package sotto.protocol.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.protocol.wire.Fields;

/// Text that somebody else wrote, in a form in which it can only be read: it moves no cursor, sets
/// no colour, hides nothing and turns nothing around. The one type through which text of others
/// reaches a terminal or a page.
///
/// What has no glyph, or changes how its neighbours look, is shown as `[U+202E]`; control
/// characters as their pictures (`␛`); runs of combining marks are cut; right-to-left text is
/// isolated from what stands around it. The text is in Unicode's form NFC and ends with `…` where
/// it was cut.
public final class DisplayText {
  /// Code points of a name that are shown.
  public static final int NAME = 64;

  /// Code points of a message that are shown.
  public static final int MESSAGE = 64 * 1024;

  private static final char FIRST_STRONG_ISOLATE = '\u2068';
  private static final char POP_ISOLATE = '\u2069';
  private static final String REPLACEMENT = "\ufffd";

  private final List<String> lines;

  private DisplayText(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  /// A name, a title, an error's sentence: one line.
  public static DisplayText name(String untrusted) {
    return new DisplayText(List.of(readable(capped(untrusted, NAME))));
  }

  /// One line of any length.
  public static DisplayText line(String untrusted) {
    return new DisplayText(List.of(readable(capped(untrusted, MESSAGE))));
  }

  /// Whether a text of one line is shown as it was written, with nothing to make visible in it.
  public static boolean isPlain(String text) {
    return readable(capped(text, MESSAGE)).equals(Normalizer.normalize(text, Normalizer.Form.NFC));
  }

  /// A message: its line breaks are kept.
  public static DisplayText message(String untrusted) {
    List<String> lines = new ArrayList<>();
    for (String line : capped(untrusted, MESSAGE).split("\r\n|\n", -1)) {
      lines.add(readable(line));
    }
    return new DisplayText(lines);
  }

  /// Bytes that should be UTF-8, and may not be.
  public static DisplayText message(byte[] untrusted) {
    try {
      return message(Fields.utf8(untrusted));
    } catch (MlsException notUtf8) {
      return message(new String(untrusted, StandardCharsets.UTF_8));
    }
  }

  /// For a terminal. A line break of a message is followed by two spaces, so that no line of it can
  /// pass for a line of the program's own.
  public String forTerminal() {
    return String.join("\n  ", terminalLines());
  }

  /// The lines, each for a terminal.
  public List<String> terminalLines() {
    return lines.stream().map(DisplayText::isolated).toList();
  }

  /// For the text of an HTML element or the value of a quoted attribute. The element should be a
  /// `bdi`, or the attribute's element have `dir="auto"`.
  public String forHtml() {
    String text = String.join("\n", lines);
    StringBuilder html = new StringBuilder(text.length() + 32);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        case '`' -> html.append("&#96;");
        default -> html.append(c);
      }
    }
    return html.toString();
  }

  /// As for a terminal, so that printing by accident is harmless.
  @Override
  public String toString() {
    return forTerminal();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DisplayText that && lines.equals(that.lines);
  }

  @Override
  public int hashCode() {
    return lines.hashCode();
  }

  private static String readable(String line) {
    return new Readable(Normalizer.normalize(line, Normalizer.Form.NFC)).text();
  }

  private static String capped(String text, int codePoints) {
    String valid = text.codePoints().noneMatch(DisplayText::isSurrogate) ? text : repaired(text);
    if (valid.codePointCount(0, valid.length()) <= codePoints) {
      return valid;
    }
    return valid.substring(0, valid.offsetByCodePoints(0, codePoints)) + "…";
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String repaired(String text) {
    StringBuilder repaired = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (isSurrogate(c)) {
            repaired.append(REPLACEMENT);
          } else {
            repaired.appendCodePoint(c);
          }
        });
    return repaired.toString();
  }

  private static String isolated(String line) {
    boolean rightToLeft = line.codePoints().anyMatch(DisplayText::isRightToLeft);
    return rightToLeft ? FIRST_STRONG_ISOLATE + line + POP_ISOLATE : line;
  }

  private static boolean isRightToLeft(int codePoint) {
    return switch (Character.getDirectionality(codePoint)) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          true;
      default -> false;
    };
  }
}
