package sotto.tests.vectors;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sotto.mls.codec.MlsException;
import sotto.mls.message.KeyPackage;
import sotto.tests.vectors.Case.Remarked;

/// The official passive-client scenarios, and the clock that they run by.
///
/// Vectors grow old, and the library refuses leaves whose lifetime is over. With `--now` the clock
/// shows what was asked for. Without, it shows today; when a leaf is refused for its time, the case
/// runs once more at a time within that leaf's lifetime and those refused before, and the output
/// says so: what a vector shows is the protocol, and not that nobody uses its keys any more.
final class PassiveClient {
  private static final Pattern LIFETIME = Pattern.compile("valid from (\\d+) to (\\d+)");
  private static final int MOST_CLOCKS = 8;
  private static final String OTHER_CLOCK =
      "with the clock set into the leaves' lifetimes; today they are refused, as with --now";

  private final Optional<Instant> givenTime;

  PassiveClient(Optional<Instant> givenTime) {
    this.givenTime = givenTime;
  }

  /// Seconds since 1970, both included.
  private record Span(long from, long to) {
    static final Span ALL = new Span(0, Instant.MAX.getEpochSecond());

    Span and(Span other) {
      return new Span(Math.max(from, other.from), Math.min(to, other.to));
    }

    Instant middle() {
      return Instant.ofEpochSecond(from + (to - from) / 2);
    }
  }

  /// @throws Remarked when the vector holds, but not today
  void check(Fields vector) throws Exception {
    KeyPackage keyPackage = Messages.read(vector.hex("key_package"), KeyPackage.class);
    if (givenTime.isPresent()) {
      new PassiveScenario(vector, keyPackage, givenTime.get()).run();
      return;
    }
    Span lifetimes = Span.ALL;
    Instant clock = Instant.now();
    for (int clocks = 1; ; clocks++) {
      try {
        new PassiveScenario(vector, keyPackage, clock).run();
        if (clocks > 1) {
          throw new Remarked(OTHER_CLOCK);
        }
        return;
      } catch (MlsException refused) {
        lifetimes = lifetimes.and(lifetime(refused));
        if (clocks == MOST_CLOCKS || lifetimes.from > lifetimes.to) {
          throw refused;
        }
        clock = lifetimes.middle();
      }
    }
  }

  /// Of the leaf that was refused for its time; otherwise the refusal stands.
  private static Span lifetime(MlsException refused) throws MlsException {
    Matcher lifetime = LIFETIME.matcher(String.valueOf(refused.getMessage()));
    if (!lifetime.find()) {
      throw refused;
    }
    return new Span(second(lifetime.group(1)), second(lifetime.group(2)));
  }

  private static long second(String unsigned) {
    long second = Long.parseUnsignedLong(unsigned);
    long last = Span.ALL.to;
    return second < 0 || second > last ? last : second;
  }
}
