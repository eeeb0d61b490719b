package sotto.mls.tree;

import java.time.Duration;
import java.time.Instant;
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
public record Lifetime(long notBefore, long notAfter) implements Encodable {

  /// From an hour ago, because clocks differ, until `validity` from now.
  ///
  /// @throws IllegalArgumentException when `validity` is not positive, or the end is past the year
  ///   one billion
  public static Lifetime of(Instant now, Duration validity) {
    if (!validity.isPositive() || validity.compareTo(Duration.between(now, Instant.MAX)) > 0) {
      throw new IllegalArgumentException("A lifetime cannot be " + validity + " long.");
    }
    return new Lifetime(
        now.minus(Duration.ofHours(1)).getEpochSecond(), now.plus(validity).getEpochSecond());
  }

  /// @throws MlsException when the bytes are no such value
  public static Lifetime decode(Reader in) throws MlsException {
    return new Lifetime(in.uint64(), in.uint64());
  }

  @Override
  public void encode(Writer out) {
    out.uint64(notBefore).uint64(notAfter);
  }

  public boolean contains(Instant now) {
    return hasBegun(now) && Long.compareUnsigned(now.getEpochSecond(), notAfter) <= 0;
  }

  /// Whether `now` is not before it; it may be over.
  public boolean hasBegun(Instant now) {
    return Long.compareUnsigned(notBefore, now.getEpochSecond()) <= 0;
  }

  /// Whether it spans at most `max`, as an application may ask of KeyPackages.
  public boolean isAtMost(Duration max) {
    return Long.compareUnsigned(notAfter, notBefore) >= 0
        && Long.compareUnsigned(notAfter - notBefore, max.toSeconds()) <= 0;
  }
}
