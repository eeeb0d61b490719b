package sotto.classic.record;

import static sotto.classic.record.Field.flag;
import static sotto.classic.record.Field.hex;
import static sotto.classic.record.Field.number;
import static sotto.classic.record.Field.text;

/// What `phone` and `signed` say on the wire. They differ in the message alone.
public final class RelayRecords {
  private static final Field TYPE = text("type", 32, "kind of record");
  private static final Field PHONE = text("phone_number", 32, "phone number");
  private static final Field SENDER = text("sender_id", 32, "phone number of the sender");
  private static final Field RECIPIENT = text("recipient_id", 32, "phone number of the recipient");
  private static final Field TIMESTAMP = number("timestamp", "seconds since 1970");
  private static final int CONTENT = 16_384;

  public static final Layout REGISTER =
      Layout.of(
          "register", TYPE, PHONE, text("public_key", 2048, "RSA public key, PEM").optional());
  public static final Layout VERIFICATION =
      Layout.of(
          "verification",
          TYPE,
          text("message", 256, "what to do"),
          text(
                  "verification_code",
                  6,
                  "the code, to the very connection that it should prove something about")
              .optional());
  public static final Layout CODE =
      Layout.of("code", TYPE, text("code", 16, "six digits, as the user typed them, in clear"));
  public static final Layout ENCRYPTED_CODE =
      Layout.of(
          "encrypted_code",
          TYPE.optional(),
          hex("encrypted_code", 256, "the code under the server's RSA key"));
  public static final Layout LOGIN = Layout.of("login", TYPE, PHONE);
  public static final Layout CHALLENGE =
      Layout.of(
          "challenge", TYPE, hex("encrypted_nonce", 256, "a nonce under the registered RSA key"));
  public static final Layout PROOF =
      Layout.of("proof", TYPE, hex("nonce", 32, "the decrypted nonce"));
  public static final Layout GET_PUBLIC_KEY = Layout.of("get_public_key", TYPE, PHONE);
  public static final Layout PUBLIC_KEY =
      Layout.of(
          "public_key",
          TYPE.optional(),
          flag("exists", "whether the number is registered"),
          text("public_key", 2048, "RSA public key, PEM").optional());
  public static final Layout ANSWER =
      Layout.of(
          "answer",
          TYPE.optional(),
          flag("success", "whether it was done"),
          text("message", 512, "one sentence"),
          number("pending", "how many messages wait").optional());
  public static final Layout RECEIPT =
      Layout.of(
          "receipt",
          TYPE,
          number("message_timestamp", "which message"),
          RECIPIENT,
          SENDER,
          TIMESTAMP,
          hex("signature", 256, "of the recipient, over all other fields"));
  public static final Layout REJECTED =
      Layout.of(
          "rejected",
          TYPE,
          number("message_timestamp", "which message"),
          RECIPIENT,
          SENDER,
          text("reason", 256, "one sentence"));

  public static final Layout PHONE_MESSAGE =
      Layout.of(
          "message",
          TYPE,
          SENDER,
          RECIPIENT,
          hex(
                  "encrypted_session_key",
                  256,
                  "64 bytes under the recipient's RSA key; in the first message only")
              .optional(),
          hex("iv", 16, "random IV of AES-CBC"),
          hex("ciphertext", CONTENT, "the text, AES-256-CBC"),
          hex("hmac", 32, "HMAC-SHA-256 over IV and ciphertext"),
          TIMESTAMP);
  public static final Placement PHONE_PLACEMENT =
      new Placement("encrypted_session_key", "iv", "ciphertext", "hmac");

  public static final Layout SIGNED_MESSAGE =
      Layout.of(
          "message",
          SENDER,
          RECIPIENT,
          hex("encrypted_content", CONTENT, "IV and the text, AES-256-CFB"),
          hex("encrypted_aes_key", 256, "the AES key under the recipient's RSA key"),
          hex("signature", 256, "of the sender, over encrypted_content and nothing else"),
          TIMESTAMP,
          TYPE);
  public static final Placement SIGNED_PLACEMENT =
      new Placement("encrypted_aes_key", "encrypted_content", "encrypted_content", "signature");

  public static final Vocabulary PHONE_VOCABULARY = with(PHONE_MESSAGE);
  public static final Vocabulary SIGNED_VOCABULARY = with(SIGNED_MESSAGE);

  private RelayRecords() {}

  private static Vocabulary with(Layout message) {
    return Vocabulary.of(
        message,
        REGISTER,
        VERIFICATION,
        CODE,
        ENCRYPTED_CODE,
        LOGIN,
        CHALLENGE,
        PROOF,
        GET_PUBLIC_KEY,
        PUBLIC_KEY,
        ANSWER,
        RECEIPT,
        REJECTED);
  }
}
