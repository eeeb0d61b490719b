package sotto.mls.crypto;

/// SHA-2 as cipher suites use it (FIPS 180-4).
public enum HashFunction {
  SHA256("SHA-256", 32, 64),
  SHA384("SHA-384", 48, 128),
  SHA512("SHA-512", 64, 128);

  private final String algorithm;
  private final int length;
  private final int blockLength;

  HashFunction(String algorithm, int length, int blockLength) {
    this.algorithm = algorithm;
    this.length = length;
    this.blockLength = blockLength;
  }

  /// The name under which the JDK knows it.
  public String algorithm() {
    return algorithm;
  }

  /// Bytes of a hash, `Nh`.
  public int length() {
    return length;
  }

  /// Bytes of an input block, which HMAC pads its key to.
  public int blockLength() {
    return blockLength;
  }
}
