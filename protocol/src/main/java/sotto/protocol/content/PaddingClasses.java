package sotto.protocol.content;

/// The sizes that messages are padded to: 512 bytes, then powers of two up to 4 KiB, then Padmé
/// (Nikitin et al., PURBs, PETS 2019), which wastes at most 12 percent and hides all but the
/// highest bits of a length.
public final class PaddingClasses {
  private static final int SMALLEST = 512;
  private static final int LARGEST_POWER = 4096;

  private PaddingClasses() {}

  /// The size to which `length` bytes of plaintext, with its signature, are padded.
  public static int padded(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("a length is not negative");
    }
    if (length <= SMALLEST) {
      return SMALLEST;
    }
    return length <= LARGEST_POWER ? powerOfTwo(length) : padme(length);
  }

  private static int powerOfTwo(int length) {
    return Integer.highestOneBit(length - 1) << 1;
  }

  /// Keeps as many of the highest bits as the number of bits that the exponent has.
  private static int padme(int length) {
    int exponent = log2(length);
    int zeros = exponent - (log2(exponent) + 1);
    int mask = (1 << zeros) - 1;
    return Math.addExact(length, mask) & ~mask;
  }

  private static int log2(int value) {
    return 31 - Integer.numberOfLeadingZeros(value);
  }
}
