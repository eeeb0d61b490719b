package sotto.mls.crypto;

import sotto.mls.codec.MlsException;

/// The parameter sets of ML-KEM (FIPS 203).
///
/// A private key is the seed `d || z` of 64 bytes, from which everything else is derived; the
/// expanded form is never stored.
public enum MlKem {
  ML_KEM_512("ML-KEM-512", 800, 768),
  ML_KEM_768("ML-KEM-768", 1184, 1088),
  ML_KEM_1024("ML-KEM-1024", 1568, 1568);

  /// Bytes of a private key.
  public static final int SEED_LENGTH = 64;

  /// Bytes of a shared secret.
  public static final int SHARED_LENGTH = 32;

  /// Bytes of randomness `m` that encapsulation draws.
  public static final int RANDOMNESS_LENGTH = 32;

  private static final int Q = 3329;
  private static final int SEED_IN_KEY_LENGTH = 32;

  private final String algorithm;
  private final int publicKeyLength;
  private final int ciphertextLength;

  MlKem(String algorithm, int publicKeyLength, int ciphertextLength) {
    this.algorithm = algorithm;
    this.publicKeyLength = publicKeyLength;
    this.ciphertextLength = ciphertextLength;
  }

  /// FIPS 203 §7.2: the type check and the modulus check, as encapsulating makes them: the key is
  /// numbers of twelve bits, each below q, and then a seed.
  ///
  /// @throws MlsException when nothing can be encapsulated to this key
  void checkPublicKey(byte[] publicKey) throws MlsException {
    boolean holds = publicKey.length == publicKeyLength;
    for (int at = 0; holds && at < publicKeyLength - SEED_IN_KEY_LENGTH; at += 3) {
      int two =
          publicKey[at] & 0xff | (publicKey[at + 1] & 0xff) << 8 | (publicKey[at + 2] & 0xff) << 16;
      holds = (two & 0xfff) < Q && two >>> 12 < Q;
    }
    if (!holds) {
      throw new MlsException("An ML-KEM public key is malformed.");
    }
  }

  /// The name under which the JDK knows it.
  public String algorithm() {
    return algorithm;
  }

  /// In bytes.
  public int publicKeyLength() {
    return publicKeyLength;
  }

  /// In bytes.
  public int ciphertextLength() {
    return ciphertextLength;
  }
}
