package sotto.app.command;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sotto.app.output.Shown;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Limits;
import sotto.protocol.limits.Policy;

/// `--limit NAME=VALUE`: what docs/protocol.md §17 leaves to the operator.
final class LimitOption {
  private static final long MOST = 1_000_000_000_000L;
  private static final long A_CENTURY = 3_153_600_000L;
  private static final long AN_HOUR = 3_600;

  /// How much a value may be. A single one is not for choosing: the other side counts on it.
  private record Range(long least, long most) {}

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--limit",
      paramLabel = "NAME=VALUE",
      description = "A limit of docs/protocol.md §17, such as QUEUE_OVERFLOW=1. Repeatable.")
  private List<String> given = List.of();

  Optional<Long> of(Limit limit) {
    return Optional.ofNullable(values().get(limit));
  }

  Policy policy() {
    return new Policy(values());
  }

  private Map<Limit, Long> values() {
    var values = new EnumMap<Limit, Long>(Limit.class);
    for (String one : given) {
      int equals = one.indexOf('=');
      if (equals < 0) {
        throw wrong("--limit takes NAME=VALUE, not '%s'".formatted(Shown.line(one)));
      }
      Limit limit = named(one.substring(0, equals).strip());
      values.put(limit, value(limit, one.substring(equals + 1).strip()));
    }
    return values;
  }

  private Limit named(String name) {
    String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(Limit.values())
        .filter(limit -> limit.name().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            wrong(
                "There is no limit '%s'; there are %s"
                    .formatted(
                        Shown.line(name),
                        Arrays.stream(Limit.values())
                            .map(Limit::name)
                            .collect(Collectors.joining(", ")))));
  }

  private long value(Limit limit, String digits) {
    var range = range(limit);
    long value = digits.matches("[0-9]{1,13}") ? Long.parseLong(digits) : -1;
    if (value < range.least || value > range.most) {
      throw wrong(
          range.least == range.most
              ? "%s is %d in this version, and not to be set".formatted(limit, range.least)
              : "%s takes a number from %d to %d, not '%s'"
                  .formatted(limit, range.least, range.most, Shown.line(digits)));
    }
    return value;
  }

  private static Range range(Limit limit) {
    return switch (limit) {
      case QUEUE_OVERFLOW -> new Range(0, 1);
      case QUEUE_SHARE_PERCENT -> new Range(1, 100);
      // Clients keep no more than this when pushes overtake each other.
      case PUSH_WINDOW -> new Range(1, Limit.PUSH_WINDOW.normal());
      case APPLICATION_MESSAGE_BYTES, HANDSHAKE_MESSAGE_BYTES ->
          new Range(limit.normal(), limit.normal());
      case CONVERSATION_MEMBERS -> new Range(2, Limits.MAX_ROSTER);
      case CLIENTS_PER_ACCOUNT -> new Range(1, Limits.MAX_CLIENTS_PER_ACCOUNT);
      // Clients publish so many at once.
      case KEY_PACKAGE_STOCK -> new Range(Limits.KEY_PACKAGE_STOCK, MOST);
      case KEY_PACKAGE_LOW -> new Range(0, Limits.KEY_PACKAGE_STOCK);
      case ACCOUNTS -> new Range(1, Integer.MAX_VALUE);
      case IDLE_SECONDS, LOGIN_SECONDS -> new Range(2, AN_HOUR);
      case QUEUE_SECONDS, BLOB_SECONDS -> new Range(1, A_CENTURY);
      case QUEUE_MESSAGES,
          QUEUE_BYTES,
          LOGINS_PER_MINUTE,
          CODES_PER_HOUR,
          KEY_PACKAGE_FETCHES_PER_HOUR,
          LOOKUPS_PER_MINUTE,
          GROUPS_PER_HOUR,
          HANDSHAKE_MESSAGES_PER_MINUTE,
          BLOB_BYTES,
          BLOB_BYTES_PER_ACCOUNT,
          GROUPS_PER_CLIENT,
          SUBMISSIONS_PER_DAY,
          HANDSHAKE_BYTES_PER_HOUR ->
          new Range(1, MOST);
    };
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }
}
