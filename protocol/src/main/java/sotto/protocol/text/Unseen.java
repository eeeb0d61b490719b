package sotto.protocol.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/// What Unicode has that leaves no ink, or changes the ink of others.
final class Unseen {
  /// Scripts whose letters change their form with a zero-width joiner or non-joiner between them
  /// (Unicode Standard Annex 31, §2.3).
  private static final Set<UnicodeScript> JOINING =
      EnumSet.of(
          UnicodeScript.ARABIC,
          UnicodeScript.SYRIAC,
          UnicodeScript.NKO,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.BENGALI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.GUJARATI,
          UnicodeScript.ORIYA,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU,
          UnicodeScript.KANNADA,
          UnicodeScript.MALAYALAM,
          UnicodeScript.SINHALA,
          UnicodeScript.MYANMAR,
          UnicodeScript.KHMER,
          UnicodeScript.TIBETAN);

  private static final int EMOJI_PRESENTATION = 0xfe0f;
  private static final int TEXT_PRESENTATION = 0xfe0e;

  private Unseen() {}

  /// Assigned characters of visible categories that print as nothing.
  static boolean isBlank(int c) {
    return switch (c) {
      case 0x034f, // combining grapheme joiner
          0x115f,
          0x1160, // Hangul fillers
          0x17b4,
          0x17b5, // Khmer inherent vowels
          0x2800, // Braille blank
          0x3164,
          0xffa0 -> // Hangul fillers
          true;
      default -> false;
    };
  }

  /// Whether a code point is of a category whose characters are drawn.
  static boolean hasGlyph(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> isVisibleFormat(c);
      default -> true;
    };
  }

  /// Signs that are drawn around the digits that follow, although they are of category Cf.
  private static boolean isVisibleFormat(int c) {
    return c >= 0x0600 && c <= 0x0605
        || c == 0x06dd
        || c == 0x070f
        || c == 0x0890
        || c == 0x0891
        || c == 0x08e2;
  }

  static boolean isVariationSelector(int c) {
    return c >= 0xfe00 && c <= 0xfe0f
        || c >= 0xe0100 && c <= 0xe01ef
        || c >= 0x180b && c <= 0x180f && c != 0x180e;
  }

  /// Whether `selector` can choose a form of `base`: emoji or text presentation of an emoji, a
  /// variant of an ideograph or of a Mongolian letter.
  static boolean varies(int base, int selector) {
    if (selector == EMOJI_PRESENTATION || selector == TEXT_PRESENTATION) {
      return Character.isEmoji(base);
    }
    if (selector < 0xfe00) {
      return UnicodeScript.of(base) == UnicodeScript.MONGOLIAN;
    }
    return Character.isIdeographic(base);
  }

  /// What a joiner may follow inside an emoji.
  static boolean isEmojiPart(int c) {
    return Character.isExtendedPictographic(c)
        || Character.isEmojiModifier(c)
        || c == EMOJI_PRESENTATION;
  }

  static boolean usesJoiners(int c) {
    return Character.isDefined(c) && JOINING.contains(UnicodeScript.of(c));
  }
}
