package sotto.classic.record;

import static sotto.classic.record.Field.base64;
import static sotto.classic.record.Field.flag;
import static sotto.classic.record.Field.hex;
import static sotto.classic.record.Field.text;

/// What lies in the message file of `folder`: a JSON array of these.
public final class FolderRecords {
  public static final Layout MESSAGE =
      Layout.of(
          "record",
          text("sender", 16, "who wrote it, User1 or User2; the HMAC does not cover this"),
          hex("cipher.nonce", 12, "random nonce of AES-CTR"),
          hex("cipher.ciphertext", 16_384, "the text, AES-256-CTR"),
          base64("hmac", 32, "HMAC-SHA-256 over nonce and ciphertext"),
          flag(
              "is_exit",
              "whether this is the notice that the writer has left; the HMAC does not cover this"));

  public static final Placement PLACEMENT =
      new Placement("", "cipher.nonce", "cipher.ciphertext", "hmac");
  public static final Vocabulary VOCABULARY = Vocabulary.of(MESSAGE);

  private FolderRecords() {}
}
