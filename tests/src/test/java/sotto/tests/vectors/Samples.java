package sotto.tests.vectors;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import sotto.mls.crypto.Aead;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.Hpke;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Kdf;
import sotto.mls.crypto.Kem;
import sotto.mls.crypto.MlKem;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;

/// Vector files with one case each, made on the spot: they show that a kind of file is run, not
/// that the algorithm is right.
final class Samples {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] MESSAGE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  private static final Random RANDOM = new Random(1);

  private Samples() {}

  private static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /// @param group fields of the group beyond `type` and `tests`, each followed by a comma
  static String wycheproof(String algorithm, String type, String group, String test) {
    return """
    {"algorithm": "%s", "testGroups": [{"type": "%s", %s "tests": [
      {"tcId": 1, "comment": "", "flags": [], "result": "valid", %s}]}]}
    """
        .formatted(algorithm, type, group, test);
  }

  static String aead(String algorithm, Aead aead) {
    byte[] key = bytes(aead.keyLength());
    byte[] nonce = bytes(Aead.NONCE_LENGTH);
    String sealed = hex(Product.crypto().seal(aead, key, nonce, new byte[0], MESSAGE));
    return wycheproof(
        algorithm,
        "AeadTest",
        "\"ivSize\": 96, \"keySize\": %d, \"tagSize\": 128,".formatted(8 * aead.keyLength()),
        "\"key\": \"%s\", \"iv\": \"%s\", \"aad\": \"\", \"msg\": \"%s\", \"ct\": \"%s\", \"tag\": \"%s\""
            .formatted(
                hex(key), hex(nonce), hex(MESSAGE), sealed.substring(0, 32), sealed.substring(32)));
  }

  static String hmac(String hash) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA" + hash);
    mac.init(new SecretKeySpec(MESSAGE, "HMAC"));
    return wycheproof(
        "HMACSHA" + hash,
        "MacTest",
        "\"tagSize\": %d,".formatted(8 * mac.getMacLength()),
        "\"key\": \"%1$s\", \"msg\": \"%1$s\", \"tag\": \"%2$s\""
            .formatted(hex(MESSAGE), hex(mac.doFinal(MESSAGE))));
  }

  static String hkdf(String hash) throws Exception {
    byte[] key = Hkdf.derive(hash, MESSAGE, MESSAGE, MESSAGE, 40);
    return wycheproof(
        "HKDF-" + hash,
        "HkdfTest",
        "",
        "\"ikm\": \"%1$s\", \"salt\": \"%1$s\", \"info\": \"%1$s\", \"size\": 40, \"okm\": \"%2$s\""
            .formatted(hex(MESSAGE), hex(key)));
  }

  static String pbkdf2(String hash) throws Exception {
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash)
            .generateSecret(new PBEKeySpec("pw".toCharArray(), MESSAGE, 2, 256))
            .getEncoded();
    return wycheproof(
        "PBKDF2-HMAC" + hash,
        "PbkdfTest",
        "",
        "\"password\": \"%s\", \"salt\": \"%s\", \"iterationCount\": 2, \"dkLen\": 32, \"dk\": \"%s\""
            .formatted(hex("pw".getBytes(StandardCharsets.US_ASCII)), hex(MESSAGE), hex(key)));
  }

  static String agreement(String type, String curve, DhGroup group) throws Exception {
    byte[] scalar = bytes(group.privateKeyLength());
    scalar[0] = 0;
    Secret secret = Secret.copyOf(scalar);
    byte[] publicKey = Product.crypto().publicKey(group, secret);
    return wycheproof(
        "ECDH",
        type,
        "\"curve\": \"%s\",".formatted(curve),
        "\"public\": \"%s\", \"private\": \"%s\", \"shared\": \"%s\""
            .formatted(
                hex(publicKey),
                hex(scalar),
                hex(Product.crypto().agree(group, secret, publicKey).copy())));
  }

  /// @param keyField `publicKey`, or `key` as in the first schemas
  static String signature(SignatureScheme scheme, String keyField) throws Exception {
    SignatureKeyPair keys = Product.crypto().generateSignatureKeyPair(scheme, RANDOM);
    String publicKey = hex(keys.publicKey());
    String test =
        "\"msg\": \"%s\", \"sig\": \"%s\""
            .formatted(hex(MESSAGE), hex(Product.crypto().signingKey(keys).sign(MESSAGE, RANDOM)));
    return switch (scheme) {
      case ED25519, ED448 ->
          wycheproof(
              "EDDSA",
              "EddsaVerify",
              "\"%s\": {\"curve\": \"edwards%s\", \"pk\": \"%s\"},"
                  .formatted(
                      keyField, scheme == SignatureScheme.ED25519 ? "25519" : "448", publicKey),
              test);
      case ECDSA_P256, ECDSA_P384, ECDSA_P521 ->
          wycheproof(
              "ECDSA",
              "EcdsaVerify",
              "\"%s\": {\"curve\": \"secp%sr1\", \"uncompressed\": \"%s\"}, \"sha\": \"SHA-%s\","
                  .formatted(
                      keyField,
                      scheme.name().substring(7),
                      publicKey,
                      scheme.name().substring(7).replace("521", "512")),
              test);
      case MLDSA44, MLDSA65, MLDSA87 ->
          wycheproof(
              "ML-DSA-" + scheme.name().substring(5),
              "MlDsaVerify",
              "\"publicKey\": \"%s\",".formatted(publicKey),
              test);
    };
  }

  /// Signed with randomness, and with the key beside each test.
  static String hedged(SignatureScheme scheme) throws Exception {
    SignatureKeyPair keys = Product.crypto().generateSignatureKeyPair(scheme, RANDOM);
    byte[] randomness = bytes(32);
    byte[] signature = Product.crypto().signingKey(keys).sign(MESSAGE, new Playback(randomness));
    return wycheproof(
        "ML-DSA-" + scheme.name().substring(5),
        "MlDsaSign",
        "",
        "\"privateSeed\": \"%s\", \"publicKey\": \"%s\", \"randomness\": \"%s\", \"ctx\": \"\", \"msg\": \"%s\", \"sig\": \"%s\""
            .formatted(
                hex(keys.privateKey().copy()),
                hex(keys.publicKey()),
                hex(randomness),
                hex(MESSAGE),
                hex(signature)));
  }

  static String mlKem(String type, MlKem parameters) throws Exception {
    byte[] seed = bytes(MlKem.SEED_LENGTH);
    byte[] publicKey = Product.crypto().publicKey(parameters, Secret.copyOf(seed));
    byte[] randomness = bytes(MlKem.RANDOMNESS_LENGTH);
    Encapsulation made =
        Product.crypto().encapsulate(parameters, publicKey, Secret.copyOf(randomness));
    return wycheproof(
        "ML-KEM",
        type,
        "\"parameterSet\": \"%s\",".formatted(parameters.name().replace('_', '-')),
        "\"seed\": \"%s\", \"ek\": \"%s\", \"m\": \"%s\", \"c\": \"%s\", \"K\": \"%s\""
            .formatted(
                hex(seed),
                hex(publicKey),
                hex(randomness),
                hex(made.encapsulated()),
                hex(made.sharedSecret().copy())));
  }

  static String hpke(String type, Kem kem, Kdf kdf) throws Exception {
    Hpke hpke = new Hpke(Product.crypto(), kem, kdf, Aead.AES_128_GCM);
    HpkeKeyPair keys = hpke.generateKeyPair(RANDOM);
    byte[] randomness = bytes(32);
    HpkeCiphertext sealed =
        hpke.seal(keys.publicKey(), MESSAGE, MESSAGE, MESSAGE, new Playback(randomness));
    return wycheproof(
        "HPKE",
        type,
        "\"kem\": \"\", \"kdf\": \"\", \"aead\": \"\", \"kemId\": %d, \"kdfId\": %d, \"aeadId\": 1,"
            .formatted(kem.id(), kdf.id()),
        "\"skRm\": \"%s\", \"pkRm\": \"%s\", \"ikmE\": \"%s\", \"info\": \"%4$s\", \"aad\": \"%4$s\", \"pt\": \"%4$s\", \"enc\": \"%5$s\", \"ct\": \"%6$s\""
            .formatted(
                hex(keys.privateKey().copy()),
                hex(keys.publicKey()),
                hex(randomness),
                hex(MESSAGE),
                hex(sealed.kemOutput()),
                hex(sealed.ciphertext())));
  }

  static String xWing() throws Exception {
    Hpke hpke = new Hpke(Product.crypto(), Kem.MLKEM768_X25519, Kdf.HKDF_SHA256, Aead.AES_128_GCM);
    HpkeKeyPair keys = hpke.generateKeyPair(RANDOM);
    byte[] randomness = bytes(64);
    Encapsulation made = hpke.encapsulate(keys.publicKey(), new Playback(randomness));
    return "[{\"seed\": \"%1$s\", \"sk\": \"%1$s\", \"pk\": \"%2$s\", \"eseed\": \"%3$s\", \"ct\": \"%4$s\", \"ss\": \"%5$s\"}]"
        .formatted(
            hex(keys.privateKey().copy()),
            hex(keys.publicKey()),
            hex(randomness),
            hex(made.encapsulated()),
            hex(made.sharedSecret().copy()));
  }

  /// NIST's text; `mode` as in the comments of its files.
  static String cipher(String algorithm, String mode) throws Exception {
    boolean isAes = algorithm.equals("AES");
    byte[] key = bytes(isAes ? 32 : 8);
    byte[] iv = bytes(isAes ? 16 : 8);
    Cipher cipher =
        Cipher.getInstance(
            algorithm + "/" + mode.replace("128", "").replace("64", "") + "/NoPadding");
    SecretKeySpec secret = new SecretKeySpec(key, algorithm);
    if (mode.equals("ECB")) {
      cipher.init(Cipher.ENCRYPT_MODE, secret);
    } else {
      cipher.init(Cipher.ENCRYPT_MODE, secret, new IvParameterSpec(iv));
    }
    return "# %s %s\n[ENCRYPT]\n\nCOUNT = 0\n%s = %s\n%sPLAINTEXT = %s\nCIPHERTEXT = %s\n"
        .formatted(
            algorithm,
            mode,
            isAes ? "KEY" : "KEYs",
            hex(key),
            mode.equals("ECB") ? "" : "IV = " + hex(iv) + "\n",
            hex(MESSAGE),
            hex(cipher.doFinal(MESSAGE)));
  }
}
