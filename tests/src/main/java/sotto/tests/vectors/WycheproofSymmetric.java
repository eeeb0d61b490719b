package sotto.tests.vectors;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sotto.mls.crypto.Aead;
import sotto.tests.vectors.Case.Unused;
import sotto.tests.vectors.Wycheproof.Group;

/// Wycheproof's tests of ciphers, MACs and key derivation.
final class WycheproofSymmetric {
  private static final Pattern PBES2 =
      Pattern.compile("PbeWithHmacSha(1|224|256|384|512)AndAes_(128|192|256)");

  private WycheproofSymmetric() {}

  static Answer aead(Group group, Fields test) throws Exception {
    if (group.algorithm().equals("AES-GCM") && !isProductGcm(group)) {
      return jcaGcm(group, test);
    }
    Aead aead = aead(group);
    byte[] key = test.hex("key");
    byte[] nonce = test.hex("iv");
    byte[] associated = test.hex("aad");
    byte[] plaintext = test.hex("msg");
    byte[] tag = test.hex("tag");
    byte[] ciphertext = concat(test.hex("ct"), tag);
    Answer opened =
        Answer.comparing(
            plaintext, () -> Product.crypto().open(aead, key, nonce, associated, ciphertext));
    if (opened == Answer.EXPECTED) {
      byte[] sealed = Product.crypto().seal(aead, key, nonce, associated, plaintext);
      return Arrays.equals(ciphertext, sealed) ? Answer.EXPECTED : Answer.OTHER;
    }
    return opened;
  }

  private static boolean isProductGcm(Group group) throws Case.Mismatch {
    return group.fields().integer("keySize") != 192
        && group.fields().integer("ivSize") == 8 * Aead.NONCE_LENGTH
        && group.fields().integer("tagSize") == 8 * Aead.TAG_LENGTH;
  }

  /// Keys, nonces and tags of lengths that no suite has go to JCA's cipher, which the product's
  /// AES-GCM runs on.
  private static Answer jcaGcm(Group group, Fields test) throws Exception {
    SecretKeySpec key = new SecretKeySpec(test.hex("key"), "AES");
    int tagBits = group.fields().integer("tagSize");
    byte[] nonce = test.hex("iv");
    byte[] associated = test.hex("aad");
    byte[] ciphertext = concat(test.hex("ct"), test.hex("tag"));
    return Answer.comparing(
        test.hex("msg"),
        () -> {
          Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
          cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(tagBits, nonce));
          cipher.updateAAD(associated);
          return cipher.doFinal(ciphertext);
        });
  }

  private static Aead aead(Group group) throws Exception {
    int keyBits = group.fields().integer("keySize");
    Aead aead =
        switch (group.algorithm() + " " + keyBits) {
          case "AES-GCM 128" -> Aead.AES_128_GCM;
          case "AES-GCM 256" -> Aead.AES_256_GCM;
          case "CHACHA20-POLY1305 256" -> Aead.CHACHA20_POLY1305;
          default -> throw new Unused(group.algorithm());
        };
    if (group.fields().integer("tagSize") != 8 * Aead.TAG_LENGTH) {
      throw new Unused(group.algorithm() + " with short tags");
    }
    return aead;
  }

  static Answer cbc(Group group, Fields test) throws Exception {
    if (!group.algorithm().equals("AES-CBC-PKCS5")) {
      throw new Unused(group.algorithm());
    }
    SecretKeySpec key = new SecretKeySpec(test.hex("key"), "AES");
    return cbc(key, test.hex("iv"), test.hex("msg"), test.hex("ct"));
  }

  private static Answer cbc(SecretKeySpec key, byte[] iv, byte[] plaintext, byte[] ciphertext)
      throws Exception {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
    // JCA makes nothing of nothing; a padded ciphertext has a block at least.
    Answer opened =
        ciphertext.length == 0
            ? Answer.REFUSED
            : Answer.comparing(plaintext, () -> cipher.doFinal(ciphertext));
    if (opened == Answer.EXPECTED) {
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      return Answer.comparing(ciphertext, () -> cipher.doFinal(plaintext));
    }
    return opened;
  }

  static Answer mac(Group group, Fields test) throws Exception {
    Mac mac = Mac.getInstance(Hmacs.jcaName(group.algorithm()));
    byte[] key = test.hex("key");
    byte[] message = test.hex("msg");
    mac.init(Hmacs.key(key));
    byte[] tag = mac.doFinal(message);
    if (!mac.getAlgorithm().toUpperCase(Locale.ROOT).endsWith("SHA1")
        && !mac.getAlgorithm().toUpperCase(Locale.ROOT).endsWith("SHA224")) {
      String hash = mac.getAlgorithm().substring("Hmac".length());
      Expect.equal(
          "the library's HMAC", tag, Product.crypto().hmac(Hkdf.function(hash), key, message));
    }
    byte[] shortened = Arrays.copyOf(tag, group.fields().integer("tagSize") / 8);
    return Answer.verified(Arrays.equals(shortened, test.hex("tag")));
  }

  static Answer hkdf(Group group, Fields test) throws Exception {
    String hash = group.algorithm().replace("HKDF-", "");
    byte[] key = test.hex("ikm");
    byte[] salt = test.hex("salt");
    byte[] info = test.hex("info");
    int length = test.integer("size");
    return Answer.comparing(test.hex("okm"), () -> Hkdf.derive(hash, key, salt, info, length));
  }

  static Answer pbkdf2(Group group, Fields test) throws Exception {
    if (test.present("dkLen")) {
      Expect.equal("the key's length", test.integer("dkLen"), test.hex("dk").length);
    }
    Pbkdf2.check(
        Pbkdf2.hash(group.algorithm()),
        test.hex("password"),
        test.hex("salt"),
        test.integer("iterationCount"),
        test.hex("dk"));
    return Answer.EXPECTED;
  }

  /// PBES2: PBKDF2 with the HMAC that the name has, then AES in CBC under a key of its length.
  static Answer pbes2(Group group, Fields test) throws Exception {
    Matcher name = PBES2.matcher(group.algorithm());
    if (!name.matches()) {
      throw new Unused(group.algorithm());
    }
    byte[] key =
        Pbkdf2.derive(
            "SHA" + name.group(1),
            test.hex("password"),
            test.hex("salt"),
            test.integer("iterationCount"),
            Integer.parseInt(name.group(2)) / 8);
    SecretKeySpec secret = new SecretKeySpec(key, "AES");
    return cbc(secret, test.hex("iv"), test.hex("msg"), test.hex("ct"));
  }

  static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
