package sotto.mls.crypto;

import static sotto.mls.Given.given;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sotto.mls.codec.MlsException;

/// What the library relies on beyond the documented behaviour of its providers, tried before the
/// first use in each process (RFC 8032 §5.1.7, FIPS 203, FIPS 204).
///
/// The JDK's ML-KEM and ML-DSA must make their keys from exactly the seed that they are handed, so
/// one vector of X-Wing and one of ML-DSA-44 are run. And every provider of Ed25519 must give the
/// same verdict on edge cases, or one message could be accepted by some members only.
public final class SelfTest {
  // draft-connolly-cfrg-xwing-kem, first vector; keys and ciphertexts as SHA-256.
  private static final String XWING_SEED =
      "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26";
  private static final String XWING_ENCAPSULATION_SEED =
      "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
          + "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2";
  private static final String XWING_PUBLIC_KEY =
      "2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb";
  private static final String XWING_CIPHERTEXT =
      "17cd532d657e44c897ca6583e548a5424fc70bf54f99515a4d2bcf99e3469f33";
  private static final String XWING_SHARED_SECRET =
      "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384";

  // ML-DSA-44: seed of 32 times 2a, "Hello world", no randomness.
  private static final String ML_DSA_PUBLIC_KEY =
      "d87f8ca136ac1aa55e2d6c4521680efb3a378cbb9bc0bfb446e9c60893931ea3";
  private static final String ML_DSA_SIGNATURE =
      "8cd6fc03daa72e87210a4e721523e84c14f27733789075e65736744d4787fdd5";

  private SelfTest() {}

  /// One thing to try.
  private interface Trial {
    boolean holds(Crypto crypto) throws MlsException;
  }

  /// Tries everything.
  ///
  /// @throws IllegalStateException with a sentence when an answer is wrong: do not use `crypto`
  public static void everything(Crypto crypto) {
    given("crypto", crypto);
    mlKem(crypto);
    mlDsa(crypto);
    expect(SelfTest::sealsTwice, crypto, "AES-GCM");
    ed25519(crypto);
  }

  /// Tries the edge cases on which all members must agree.
  ///
  /// @throws IllegalStateException as [#everything]
  public static void ed25519(Crypto crypto) {
    given("crypto", crypto);
    for (Ed25519Case edge : Ed25519Case.values()) {
      expect(tried -> edge.verdict(tried) == edge.valid(), crypto, "Ed25519 (" + edge + ")");
    }
  }

  /// Tries ML-KEM-768 and X25519 within X-Wing.
  ///
  /// @throws IllegalStateException as [#everything]
  static void mlKem(Crypto crypto) {
    expect(SelfTest::xWing, crypto, "ML-KEM or X25519");
  }

  /// @throws IllegalStateException as [#everything]
  static void mlDsa(Crypto crypto) {
    expect(SelfTest::mlDsa44, crypto, "ML-DSA");
  }

  private static boolean xWing(Crypto crypto) throws MlsException {
    Hpke hpke = new Hpke(crypto, Kem.MLKEM768_X25519, Kdf.HKDF_SHA256, Aead.AES_128_GCM);
    HpkeKeyPair keys = hpke.keyPair(Secret.owning(hex(XWING_SEED)));
    RandomGenerator random = ParameterRandom.playing(Secret.owning(hex(XWING_ENCAPSULATION_SEED)));
    Encapsulation made = hpke.encapsulate(keys.publicKey(), random);
    Secret expected = Secret.owning(hex(XWING_SHARED_SECRET));
    return hashes(crypto, keys.publicKey(), XWING_PUBLIC_KEY)
        && hashes(crypto, made.encapsulated(), XWING_CIPHERTEXT)
        && made.sharedSecret().equals(expected)
        && hpke.decapsulate(keys, made.encapsulated()).equals(expected);
  }

  private static boolean mlDsa44(Crypto crypto) throws MlsException {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) 0x2a);
    SignatureKeyPair keys = crypto.signatureKeyPair(SignatureScheme.MLDSA44, Secret.owning(seed));
    byte[] message = "Hello world".getBytes(StandardCharsets.US_ASCII);
    byte[] signature =
        crypto.signingKey(keys).sign(message, ParameterRandom.playing(Secret.zero(32)));
    return hashes(crypto, keys.publicKey(), ML_DSA_PUBLIC_KEY)
        && hashes(crypto, signature, ML_DSA_SIGNATURE);
  }

  /// Sealing one message twice must work and agree: no key of an earlier use is left behind.
  private static boolean sealsTwice(Crypto crypto) throws MlsException {
    byte[] key = new byte[16];
    byte[] nonce = new byte[Aead.NONCE_LENGTH];
    byte[] data = {1, 2, 3};
    byte[] sealed = crypto.seal(Aead.AES_128_GCM, key, nonce, data, data);
    return Arrays.equals(sealed, crypto.seal(Aead.AES_128_GCM, key, nonce, data, data))
        && Arrays.equals(data, crypto.open(Aead.AES_128_GCM, key, nonce, data, sealed));
  }

  private static boolean hashes(Crypto crypto, byte[] bytes, String expected) {
    return Arrays.equals(crypto.hash(HashFunction.SHA256, bytes), hex(expected));
  }

  private static void expect(Trial trial, Crypto crypto, String what) {
    try {
      if (trial.holds(crypto)) {
        return;
      }
    } catch (MlsException | RuntimeException e) {
      throw failed(what, e);
    }
    throw failed(what, null);
  }

  private static IllegalStateException failed(String what, @Nullable Exception cause) {
    return new IllegalStateException(
        "The self-test of " + what + " fails on this platform, so it is not used.", cause);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
