package sotto.app.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `90s`, `30m`, `24h`, `7d`, `2w`, or the ISO form `PT30M`.
final class Durations implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    return parse(value);
  }

  static Duration parse(String value) {
    try {
      var duration =
          value.startsWith("P") ? Duration.parse(value) : plain(value.toLowerCase(Locale.ROOT));
      if (duration.isZero()
          || duration.isNegative()
          || duration.compareTo(Duration.ofDays(36_500)) > 0) {
        throw new TypeConversionException("'" + value + "' is not a time to come");
      }
      return duration;
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new TypeConversionException("'" + value + "' is not a duration such as 30m, 24h or 7d");
    }
  }

  private static Duration plain(String value) {
    if (!value.matches("[0-9]{1,9}[smhdw]")) {
      throw new NumberFormatException(value);
    }
    long number = Long.parseLong(value.substring(0, value.length() - 1));
    return switch (value.charAt(value.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      case 'h' -> Duration.ofHours(number);
      case 'd' -> Duration.ofDays(number);
      default -> Duration.ofDays(Math.multiplyExact(7, number));
    };
  }
}
