package sotto.mls.crypto;

import static sotto.mls.Given.given;

import java.lang.invoke.VarHandle;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Bytes that must stay secret: never printed, compared in constant time, erased when consumed (RFC
/// 9420 §9.2, §16.6).
///
/// The value is the owner of its array. After [#erase] every use throws `IllegalStateException`, so
/// that a consumed key cannot be used by mistake; a use that another thread's [#erase] overtakes
/// throws it as well.
public final class Secret {
  private final byte[] bytes;
  private volatile boolean erased;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes over `bytes`: the caller must not use the array again.
  public static Secret owning(byte[] bytes) {
    given("bytes", bytes);
    return new Secret(bytes);
  }

  public static Secret copyOf(byte[] bytes) {
    return new Secret(given("bytes", bytes).clone());
  }

  /// @throws IllegalArgumentException when `length` is negative
  public static Secret random(int length, RandomGenerator random) {
    given("random", random);
    byte[] bytes = new byte[requireLength(length)];
    random.nextBytes(bytes);
    return new Secret(bytes);
  }

  /// `length` zero bytes: the absent secret of the key schedule.
  ///
  /// @throws IllegalArgumentException when `length` is negative
  public static Secret zero(int length) {
    return new Secret(new byte[requireLength(length)]);
  }

  private static int requireLength(int length) {
    if (length < 0) {
      throw new IllegalArgumentException(
          "A secret has 0 bytes or more, and not " + length + "; give its length in bytes.");
    }
    return length;
  }

  public int length() {
    return bytes.length;
  }

  /// A copy of the content, which the caller erases.
  public byte[] copy() {
    return read(byte[]::clone);
  }

  /// A second secret with the same content, erased on its own.
  public Secret duplicate() {
    return new Secret(copy());
  }

  /// Overwrites the content with zeros.
  public void erase() {
    erased = true;
    // Whoever reads a zero written below finds the mark set when it looks again.
    VarHandle.fullFence();
    Arrays.fill(bytes, (byte) 0);
  }

  public boolean isErased() {
    return erased;
  }

  /// Makes something of the content itself: no copy of it is left to erase.
  @FunctionalInterface
  interface Reading<T, E extends Exception> {
    T of(byte[] content) throws E;
  }

  /// What `reading` makes of the content. It changes and keeps nothing of the array.
  ///
  /// What is made while another thread erases is made of zeros, and anybody could make it: it goes
  /// nowhere.
  ///
  /// @throws IllegalStateException when the secret was erased, before or meanwhile
  <T, E extends Exception> T read(Reading<T, E> reading) throws E {
    requireContent();
    try {
      return reading.of(bytes);
    } finally {
      VarHandle.fullFence();
      requireContent();
    }
  }

  private void requireContent() {
    if (erased) {
      throw new IllegalStateException("This secret was erased after its use; it has no content.");
    }
  }

  /// Compares the content in constant time; an erased secret equals only itself.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof Secret secret
            && MessageDigest.isEqual(bytes, secret.bytes)
            && !erased
            && !secret.erased;
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
