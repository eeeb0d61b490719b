package sotto.classic.part;

import java.time.Duration;

/// How somebody becomes known, and shows later to be the same.
public sealed interface Registration {

  /// Nobody is asked who he is.
  record None() implements Registration {}

  /// A phone number and a six-digit code.
  record PhoneAndCode(
      CodeChannel code, PublicKeyComes keyComes, Login login, KeyProtection keyFile, int maxUsers)
      implements Registration {}

  /// A free name for as long as the connection lasts, after a nonce in both directions.
  record UsernameAndNonces(Duration timeout) implements Registration {}

  enum CodeChannel {
    /// Shown on the server's console, typed in by the user, sent in clear.
    CONSOLE,
    /// Shown on the server's console, sent back encrypted under the server's RSA key.
    CONSOLE_ENCRYPTED_ANSWER,
    /// Sent to whoever asks, over the same connection that it should prove something about.
    SAME_CONNECTION
  }

  enum PublicKeyComes {
    WITH_THE_NUMBER,
    AFTER_THE_CODE
  }

  enum Login {
    /// The server encrypts a nonce under the registered key; who returns it holds the private key.
    ENCRYPTED_NONCE,
    /// Whoever names a number is its owner.
    NUMBER_ALONE
  }

  /// How the private key lies on the disk.
  enum KeyProtection {
    PLAIN_PEM,
    PASSWORD_PBKDF2_SHA256,
    PASSWORD_PBKDF2_SHA1
  }
}
