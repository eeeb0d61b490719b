package sotto.server;

/// The server cannot do what its operator asked: one sentence that says what happened and what to
/// do.
public final class ServerException extends Exception {
  private static final long serialVersionUID = 1L;

  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
