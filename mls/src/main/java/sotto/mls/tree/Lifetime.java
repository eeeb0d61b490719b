package sotto.mls.tree;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §7.2: when a KeyPackage may be used, in unsigned seconds since 1970.
///
/// ```text
/// struct {
///     uint64 not_before;
///     uint64 not_after;
/// } Lifetime;
/// ```
public final class Lifetime implements Encodable {
  private static final Duration BEFORE_NOW = Duration.ofHours(1);

  private final long notBefore;
  private final long notAfter;

  /// @throws IllegalArgumentException when it is over before it begins; as others may write it, and
  ///   it is valid at no time then
  public Lifetime(long notBefore, long notAfter) {
    if (Long.compareUnsigned(notBefore, notAfter) > 0) {
      throw new IllegalArgumentException(
          "A lifetime from %s to %s is over before it begins; the end comes second."
              .formatted(Long.toUnsignedString(notBefore), Long.toUnsignedString(notAfter)));
    }
    this.notBefore = notBefore;
    this.notAfter = notAfter;
  }

  private Lifetime(Reader in) throws MlsException {
    this.notBefore = in.uint64();
    this.notAfter = in.uint64();
  }

  /// From an hour ago, because clocks differ, until `validity` from now.
  ///
  /// @throws IllegalArgumentException when `validity` is not positive, the end is past the year one
  ///   billion, or the clock stands before 1970
  public static Lifetime of(Instant now, Duration validity) {
    allGiven("now validity", now, validity);
    if (now.getEpochSecond() < 0) {
      throw new IllegalArgumentException("The clock says " + now + "; it has to be set first.");
    }
    if (!validity.isPositive() || validity.compareTo(Duration.between(now, Instant.MAX)) > 0) {
      throw new IllegalArgumentException("A lifetime cannot be " + validity + " long.");
    }
    long begin = Math.max(0, now.minus(BEFORE_NOW).getEpochSecond());
    return new Lifetime(begin, now.plus(validity).getEpochSecond());
  }

  /// Whether one of that validity is accepted by who accepts at most `max`.
  public static boolean fits(Duration validity, Duration max) {
    allGiven("validity max", validity, max);
    return max.compareTo(BEFORE_NOW) > 0 && validity.compareTo(max.minus(BEFORE_NOW)) <= 0;
  }

  /// @throws MlsException when the bytes are no such value
  public static Lifetime decode(Reader in) throws MlsException {
    return new Lifetime(given("in", in));
  }

  @Override
  public void encode(Writer out) {
    given("out", out).uint64(notBefore).uint64(notAfter);
  }

  public long notBefore() {
    return notBefore;
  }

  public long notAfter() {
    return notAfter;
  }

  public boolean contains(Instant now) {
    given("now", now);
    return hasBegun(now) && Long.compareUnsigned(now.getEpochSecond(), notAfter) <= 0;
  }

  /// Whether `now` is not before it; it may be over. Before 1970 none has begun.
  public boolean hasBegun(Instant now) {
    return given("now", now).getEpochSecond() >= 0
        && Long.compareUnsigned(notBefore, now.getEpochSecond()) <= 0;
  }

  /// Whether it spans at most `max`, as an application may ask of KeyPackages.
  public boolean isAtMost(Duration max) {
    given("max", max);
    return Long.compareUnsigned(notAfter, notBefore) >= 0
        && Long.compareUnsigned(notAfter - notBefore, max.toSeconds()) <= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Lifetime that
        && notBefore == that.notBefore
        && notAfter == that.notAfter;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(notBefore) * 31 + Long.hashCode(notAfter);
  }

  @Override
  public String toString() {
    return "Lifetime from "
        + Long.toUnsignedString(notBefore)
        + " to "
        + Long.toUnsignedString(notAfter);
  }
}
