package sotto.tests.bench.mls;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.Hkdf;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.crypto.VerificationKey;

/// What the primitives cost that no implementation can do without, measured in the same run through
/// the same provider; in microseconds.
record Primitives(
    double sign,
    double signMegabyte,
    double verify,
    double signatureKeys,
    double hpkeSeal,
    double hpkeOpen,
    double hpkeKeys,
    double derivedKeys,
    double sealKilobyte,
    double openKilobyte,
    double sealFew,
    double expand,
    double hashKilobyte) {
  private static final int KILOBYTE = 1024;

  static Primitives measure(Crypto crypto, int suiteId, Stopwatch watch) throws Exception {
    CipherSuite suite = CipherSuite.of(suiteId).orElseThrow();
    SuiteCrypto suiteCrypto = new SuiteCrypto(suite, crypto);
    RandomGenerator random = new SecureRandom();
    byte[] message = new byte[KILOBYTE];
    byte[] megabyte = new byte[KILOBYTE * KILOBYTE];
    byte[] nothing = new byte[0];
    byte[] secretBytes = new byte[suite.hash().length()];

    var signatureKeys = suiteCrypto.generateSignatureKeyPair(random);
    SigningKey signer = crypto.signingKey(signatureKeys);
    VerificationKey verifier = suiteCrypto.verificationKey(signatureKeys.publicKey());
    byte[] signature = signer.sign(message, random);

    HpkeKeyPair keys = suiteCrypto.generateHpkeKeyPair(random);
    HpkeCiphertext sealed =
        suiteCrypto.encryptWithLabel(keys.publicKey(), "bench", nothing, secretBytes, random);

    Secret key = Secret.random(suite.aead().keyLength(), random);
    byte[] nonce = new byte[suite.aead().nonceLength()];
    byte[] ciphertext = suiteCrypto.seal(key, nonce, nothing, message);
    Secret secret = Secret.random(suite.hash().length(), random);
    byte[] few = new byte[16];
    // The compiler takes its time over AES-GCM: once to warm up, once to measure.
    watch.micros(() -> suiteCrypto.seal(key, nonce, nothing, message));
    watch.micros(() -> suiteCrypto.open(key, nonce, nothing, ciphertext));
    return new Primitives(
        watch.micros(() -> signer.sign(message, random)),
        watch.micros(() -> signer.sign(megabyte, random)),
        watch.micros(() -> verifier.verify(message, signature)),
        watch.micros(() -> suiteCrypto.generateSignatureKeyPair(random)),
        watch.micros(() ->
            suiteCrypto.encryptWithLabel(keys.publicKey(), "bench", nothing, secretBytes, random)),
        watch.micros(() -> suiteCrypto.decryptWithLabel(keys, "bench", nothing, sealed)),
        watch.micros(() -> suiteCrypto.generateHpkeKeyPair(random)),
        watch.micros(() -> suiteCrypto.deriveHpkeKeyPair(secret)),
        watch.micros(() -> suiteCrypto.seal(key, nonce, nothing, message)),
        watch.micros(() -> suiteCrypto.open(key, nonce, nothing, ciphertext)),
        watch.micros(() -> suiteCrypto.seal(key, nonce, nothing, few)),
        watch.micros(() -> Hkdf.expand(crypto, suite.hash(), secret, nothing, 32)),
        watch.micros(() -> crypto.hash(suite.hash(), message)));
  }

  /// Signature, message, sender data (each with a key and a nonce of its own), the ratchet's next
  /// step.
  double protect() {
    return sign + sealKilobyte + sealFew + 5 * expand;
  }

  double unprotect() {
    return verify + openKilobyte + sealFew + 5 * expand;
  }

  /// A signature key pair, because who makes a KeyPackage here is new, two HPKE key pairs, two
  /// signatures.
  double keyPackage() {
    return signatureKeys + 2 * hpkeKeys + 2 * sign;
  }

  /// @param path nodes above the leaf
  /// @param ciphertexts of the UpdatePath
  double createCommit(int path, int ciphertexts) {
    return hpkeKeys
        + path * (derivedKeys + 2 * expand)
        + ciphertexts * hpkeSeal
        + 2 * sign
        + sealKilobyte
        + sealFew
        + 20 * expand
        + path * 2 * hashKilobyte;
  }

  double processCommit(int path) {
    return 2 * verify
        + hpkeOpen
        + derivedKeys
        + openKilobyte
        + sealFew
        + 25 * expand
        + path * 2 * hashKilobyte;
  }

  /// A Commit, the newcomer's KeyPackage and leaf, and a Welcome with its GroupInfo.
  double add(int path, int ciphertexts) {
    return createCommit(path, ciphertexts) + 2 * verify + hpkeSeal + sign + 2 * sealKilobyte;
  }

  /// What a signature over so many bytes costs besides, as that of a GroupInfo with the tree
  /// inside: Ed25519 hashes what it signs twice.
  double signed(int bytes) {
    return signMegabyte * bytes / (KILOBYTE * KILOBYTE);
  }

  /// Every leaf's signature, the GroupInfo's, the Welcome, the keys on the path.
  double join(int members, int path) {
    return members * verify
        + verify
        + hpkeOpen
        + path * derivedKeys
        + members * hashKilobyte
        + 25 * expand;
  }
}
