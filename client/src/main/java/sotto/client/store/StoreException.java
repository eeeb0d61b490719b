package sotto.client.store;

/// The profile cannot be read or written: one sentence that says what happened and what to do.
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The sentence; there always is one.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
