package sotto.classic.relay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import sotto.classic.part.Refusal;

/// One attempt to register a number: six digits, five tries.
final class Enrolment {
  private static final int TRIES = 5;

  private final String phone;
  private final String code;
  private final String publicKey;
  private int tries;
  private boolean passed;

  /// The public key is empty when it comes after the code.
  Enrolment(String phone, String publicKey, SecureRandom random) {
    this.phone = phone;
    this.publicKey = publicKey;
    this.code = String.format(Locale.ROOT, "%06d", random.nextInt(1_000_000));
  }

  String phone() {
    return phone;
  }

  String code() {
    return code;
  }

  String publicKey() {
    return publicKey;
  }

  boolean passed() {
    return passed;
  }

  void check(String typed) throws Refusal {
    if (++tries > TRIES) throw Refusal.refused("Too many wrong codes: register again.");
    byte[] mine = code.getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(mine, typed.getBytes(StandardCharsets.UTF_8)))
      throw Refusal.refused("Invalid verification code");
    passed = true;
  }
}
