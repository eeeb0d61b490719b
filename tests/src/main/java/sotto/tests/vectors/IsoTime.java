package sotto.tests.vectors;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time as ISO 8601 writes it: `2026-11-20T07:00:00Z`, with a fraction or without seconds, with
/// another offset or none (then UTC), without separators (`20261120T070000Z`), or a date alone.
final class IsoTime {
  private static final Pattern DATE = Pattern.compile("(\\d{4})(-?)(\\d{2})\\2(\\d{2})");
  private static final Pattern TIME =
      Pattern.compile("(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9}))?)?)?");
  private static final Pattern WHOLE =
      Pattern.compile("([\\d-]+?)(?:[Tt ]([\\d:.,]+)([Zz]|[+\u2212-]\\d{2}(?::?\\d{2})?)?)?");

  private IsoTime() {}

  /// Nothing when the text is no such time.
  static Optional<Instant> parse(String text) {
    Matcher whole = WHOLE.matcher(text.strip());
    if (!whole.matches()) {
      return Optional.empty();
    }
    Matcher date = DATE.matcher(part(whole, 1, ""));
    Matcher time = TIME.matcher(part(whole, 2, "00"));
    if (!date.matches() || !time.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate day = LocalDate.of(number(date, 1), number(date, 3), number(date, 4));
      int hour = number(time, 1);
      LocalTime clock = LocalTime.of(hour % 24, number(time, 2), number(time, 3), nanos(time));
      // The end of a day may be written as hour 24.
      if (hour > 24 || hour == 24 && !clock.equals(LocalTime.MIDNIGHT)) {
        return Optional.empty();
      }
      return Optional.of(
          day.plusDays(hour / 24).atTime(clock).toInstant(offset(part(whole, 3, "Z"))));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static ZoneOffset offset(String text) {
    return ZoneOffset.of(text.replace('\u2212', '-').replace('z', 'Z'));
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(part(matcher, group, "0"));
  }

  private static int nanos(Matcher time) {
    String fraction = part(time, 4, "0");
    return Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  /// A part that may be missing.
  private static String part(Matcher matcher, int group, String otherwise) {
    return Optional.ofNullable(matcher.group(group)).orElse(otherwise);
  }
}
