package sotto.classic.record;

import static sotto.classic.record.Field.base64;
import static sotto.classic.record.Field.flag;
import static sotto.classic.record.Field.text;

/// What `challenge` says on the wire, each with an 8-byte length before it.
public final class ChallengeRecords {
  private static final Field TYPE = text("type", 32, "kind of record");
  private static final Field USERNAME = text("username", 32, "free name");
  private static final Field PUBLIC_KEY = text("public_key", 2048, "RSA public key, PEM");

  public static final Layout NONCE_CHALLENGE =
      Layout.of(
          "nonce_challenge",
          TYPE,
          base64("nonce", 32, "the server's nonce, in clear"),
          text(
              "server_public_key",
              2048,
              "RSA public key of the server, PEM: believed as it comes"));
  public static final Layout NONCE_RESPONSE =
      Layout.of(
          "nonce_response",
          TYPE,
          base64("encrypted_nonce", 256, "the server's nonce under the server's key"),
          base64("client_nonce", 32, "the client's nonce, in clear"),
          text("client_public_key", 2048, "RSA public key of the client, PEM"));
  public static final Layout NONCE_VERIFICATION =
      Layout.of(
          "nonce_verification",
          TYPE,
          flag("verified", "whether the nonce came back right"),
          base64("encrypted_client_nonce", 256, "the client's nonce under the client's key")
              .optional());
  public static final Layout REGISTER = Layout.of("register", TYPE, USERNAME, PUBLIC_KEY);
  public static final Layout USER =
      Layout.of(
          "user",
          USERNAME,
          PUBLIC_KEY,
          base64("signature", 256, "of the server, over the public key and not the name"));
  public static final Layout USER_LIST =
      Layout.of(
              "user_list",
              TYPE,
              new Field(
                  "users", Field.Encoding.TABLE, 32, Field.Need.REQUIRED, "who is here, by name"))
          .holding(USER);
  public static final Layout MESSAGE =
      Layout.of(
          "message",
          TYPE,
          text("recipient", 32, "to whom, on the way to the server").optional(),
          text("sender", 32, "from whom, on the way from the server").optional(),
          base64("encrypted_package.encrypted_message", 16_384, "IV and the text, DES"),
          base64(
              "encrypted_package.encrypted_key", 256, "the DES key under the recipient's RSA key"),
          base64("encrypted_package.signature", 256, "of the sender"),
          text("encrypted_package.public_key", 2048, "the key that the signature is checked with")
              .optional());
  public static final Layout HEARTBEAT = Layout.of("heartbeat", TYPE);
  public static final Layout ERROR = Layout.of("error", TYPE, text("message", 512, "one sentence"));

  public static final Placement PLACEMENT =
      new Placement(
          "encrypted_package.encrypted_key",
          "encrypted_package.encrypted_message",
          "encrypted_package.encrypted_message",
          "encrypted_package.signature");
  public static final Vocabulary VOCABULARY =
      Vocabulary.of(
          NONCE_CHALLENGE,
          NONCE_RESPONSE,
          NONCE_VERIFICATION,
          REGISTER,
          USER_LIST,
          MESSAGE,
          HEARTBEAT,
          ERROR);

  private ChallengeRecords() {}
}
