package sotto.mls.crypto;

/// The parameter sets of ML-KEM (FIPS 203).
///
/// A private key is the seed `d || z` of 64 bytes, from which everything else is derived; the
/// expanded form is never stored.
public enum MlKem {
  ML_KEM_512("ML-KEM-512", 800, 768),
  ML_KEM_768("ML-KEM-768", 1184, 1088),
  ML_KEM_1024("ML-KEM-1024", 1568, 1568);

  public static final int SEED_LENGTH = 64;
  public static final int SHARED_LENGTH = 32;

  /// Bytes of randomness `m` that encapsulation draws.
  public static final int RANDOMNESS_LENGTH = 32;

  private final String algorithm;
  private final int publicKeyLength;
  private final int ciphertextLength;

  MlKem(String algorithm, int publicKeyLength, int ciphertextLength) {
    this.algorithm = algorithm;
    this.publicKeyLength = publicKeyLength;
    this.ciphertextLength = ciphertextLength;
  }

  /// The name under which the JDK knows it.
  public String algorithm() {
    return algorithm;
  }

  public int publicKeyLength() {
    return publicKeyLength;
  }

  public int ciphertextLength() {
    return ciphertextLength;
  }
}
