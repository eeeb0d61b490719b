package sotto.mls.group;

/// How long a plaintext becomes before it is sealed (RFC 9420 §6.3.1, §15.1), in bytes.
@FunctionalInterface
public interface Padding {
  /// As long as it is.
  Padding NONE = length -> length;

  /// The length to pad to, at least `length`: the bytes of the content, its header and signature. A
  /// smaller answer, or one over 64 MiB, ends [Group#protect] in an `IllegalArgumentException`.
  int paddedLength(int length);

  /// @throws IllegalArgumentException when `block` is not positive
  static Padding toMultipleOf(int block) {
    if (block < 1) {
      throw new IllegalArgumentException(
          "Padding goes to a multiple of 1 or more, not " + block + ".");
    }
    return length -> (length + block - 1) / block * block;
  }
}
