package sotto.classic.part;

/// What shows that a message is unchanged, and over what.
public sealed interface Integrity {

  /// HMAC-SHA-256 over IV and ciphertext, under the second half of the session key.
  record Mac(Check check) implements Integrity {}

  /// The sender's RSA signature.
  record Signed(SignatureScheme scheme, Covers covers, Check check) implements Integrity {}

  /// SHA-256 of the text itself, in clear beside the ciphertext: no key, so no authentication.
  record PlaintextHash() implements Integrity {}

  /// When the receiver looks at the proof.
  enum Check {
    /// Before it touches the ciphertext: one answer for everything that is wrong.
    FIRST,
    /// After decryption: a wrong padding and a wrong proof are told apart, which is an oracle.
    AFTER_DECRYPTION,
    /// After the text was shown.
    AFTER_SHOWING
  }

  enum Covers {
    /// IV and ciphertext.
    CONTENT,
    /// IV, ciphertext and wrapped session key.
    CONTENT_AND_KEY,
    /// The session key itself, and nothing of the message.
    SESSION_KEY
  }

  /// How many bytes of the session key belong to the integrity.
  default int keyBytes() {
    return switch (this) {
      case Mac _ -> 32;
      case Signed _, PlaintextHash _ -> 0;
    };
  }
}
