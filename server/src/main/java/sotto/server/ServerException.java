package sotto.server;

/// The server cannot do what its operator asked: one sentence that says what happened and what to
/// do.
public sealed class ServerException extends Exception {
  private static final long serialVersionUID = 1L;

  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }

  /// There is not what the operator means; nothing was done.
  public static final class Refused extends ServerException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }
  }

  /// What was asked for cannot be meant; nothing was done.
  public static final class Usage extends ServerException {
    private static final long serialVersionUID = 1L;

    public Usage(String message) {
      super(message);
    }
  }
}
