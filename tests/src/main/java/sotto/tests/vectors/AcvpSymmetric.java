package sotto.tests.vectors;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sotto.tests.vectors.Case.Unused;

/// ACVP's known answers of AES (ECB, CBC, CFB, CTR), hashes and HMAC; chains are skipped.
final class AcvpSymmetric {
  private static final Pattern AES = Pattern.compile("ACVP-AES-(ECB|CBC|CFB8|CFB128|OFB|CTR)");
  private static final Pattern HASH =
      Pattern.compile("(?:HMAC-)?(SHA-1|SHA2-(?:224|256|384|512)|SHA3-(?:256|384|512))");

  private AcvpSymmetric() {}

  /// What tries the tests of an algorithm that is here.
  static Optional<Acvp.Attempt> attempt(String algorithm) {
    Matcher aes = AES.matcher(algorithm);
    if (aes.matches()) {
      String mode = aes.group(1).replace("128", "");
      return Optional.of((group, test) -> cipher(mode, group, test));
    }
    Matcher hash = HASH.matcher(algorithm);
    if (!hash.matches()) {
      return Optional.empty();
    }
    String name = hash.group(1).replace("SHA2", "SHA");
    return Optional.of(
        algorithm.startsWith("HMAC")
            ? (group, test) -> mac(name, group, test)
            : (group, test) -> hash(name, group, test));
  }

  private static void known(Fields group) throws Unused {
    String type = group.text("testType", "");
    if (!type.equals("AFT")) {
      throw new Unused("ACVP tests of the type " + type);
    }
  }

  private static void cipher(String mode, Fields group, Fields test) throws Exception {
    known(group);
    byte[] plaintext = Acvp.half(test, "pt");
    byte[] ciphertext = Acvp.half(test, "ct");
    int bits = test.present("payloadLen") ? test.integer("payloadLen") : 8 * plaintext.length;
    if (bits % 8 != 0) {
      throw new Unused("messages that are no whole bytes");
    }
    SecretKeySpec key = new SecretKeySpec(Acvp.half(test, "key"), "AES");
    Cipher cipher = Cipher.getInstance("AES/" + mode + "/NoPadding");
    for (int direction : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
      if (test.present("iv")) {
        cipher.init(direction, key, new IvParameterSpec(test.hex("iv")));
      } else {
        cipher.init(direction, key);
      }
      boolean encrypts = direction == Cipher.ENCRYPT_MODE;
      byte[] from = Arrays.copyOf(encrypts ? plaintext : ciphertext, bits / 8);
      byte[] to = Arrays.copyOf(encrypts ? ciphertext : plaintext, bits / 8);
      Expect.equal(encrypts ? "the ciphertext" : "the plaintext", to, cipher.doFinal(from));
    }
  }

  private static byte[] message(Fields test) throws Exception {
    byte[] message = Acvp.half(test, "msg");
    int bits = test.present("len") ? test.integer("len") : 8 * message.length;
    if (bits % 8 != 0) {
      throw new Unused("hashes of messages that are no whole bytes");
    }
    return Arrays.copyOf(message, bits / 8);
  }

  private static void hash(String name, Fields group, Fields test) throws Exception {
    known(group);
    byte[] expected = Acvp.half(test, "md");
    Expect.equal("the hash", expected, MessageDigest.getInstance(name).digest(message(test)));
  }

  private static void mac(String name, Fields group, Fields test) throws Exception {
    known(group);
    byte[] expected = Acvp.half(test, "mac");
    Mac mac = Mac.getInstance(Hmacs.jcaName(name));
    mac.init(Hmacs.key(Acvp.half(test, "key")));
    byte[] tag = mac.doFinal(Acvp.half(test, "msg"));
    Expect.equal("the tag", expected, Arrays.copyOf(tag, expected.length));
  }
}
