package sotto.mls.codec;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

/// The library's one checked exception: bytes or a message that a peer supplied are refused (RFC
/// 9420 §2.1 and every "MUST reject" of it).
///
/// The message is one sentence that says what was wrong. Whatever was being processed is as it was
/// before: nothing has been half applied, and the genuine message still works.
public final class MlsException extends Exception {
  private static final long serialVersionUID = 1L;

  public MlsException(String message) {
    given("message", message);
    super(message);
  }

  public MlsException(String message, Throwable cause) {
    allGiven("message cause", message, cause);
    super(message, cause);
  }

  /// The sentence; there always is one.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
