package sotto.mls.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Bytes that must stay secret: never printed, compared in constant time, erased when consumed (RFC
/// 9420 §9.2, §16.6).
///
/// The value is the owner of its array. After [#erase] every use throws `IllegalStateException`, so
/// that a consumed key cannot be used by mistake.
public final class Secret {
  private final byte[] bytes;
  private boolean erased;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes over `bytes`: the caller must not use the array again.
  public static Secret owning(byte[] bytes) {
    return new Secret(bytes);
  }

  public static Secret copyOf(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  public static Secret random(int length, RandomGenerator random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return new Secret(bytes);
  }

  /// `length` zero bytes: the absent secret of the key schedule.
  public static Secret zero(int length) {
    return new Secret(new byte[length]);
  }

  public int length() {
    return bytes.length;
  }

  /// A copy of the content, which the caller erases.
  public byte[] copy() {
    return raw().clone();
  }

  /// A second secret with the same content, erased on its own.
  public Secret duplicate() {
    return new Secret(copy());
  }

  /// Overwrites the content with zeros.
  public void erase() {
    erased = true;
    Arrays.fill(bytes, (byte) 0);
  }

  public boolean isErased() {
    return erased;
  }

  /// The content itself, for reading during one call inside this package.
  byte[] raw() {
    if (erased) {
      throw new IllegalStateException("This secret was erased after its use; it has no content.");
    }
    return bytes;
  }

  /// Compares the content in constant time; an erased secret equals only itself.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof Secret secret
            && !erased
            && !secret.erased
            && MessageDigest.isEqual(bytes, secret.bytes);
  }

  /// The length only, so that nothing about the content shows.
  @Override
  public int hashCode() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return "Secret[" + bytes.length + " bytes]";
  }
}
