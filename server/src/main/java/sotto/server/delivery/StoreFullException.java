package sotto.server.delivery;

/// The store has no room. Nothing of the transaction remains; it can be tried again later.
public final class StoreFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreFullException(Throwable cause) {
    super("The disk is full.", cause);
  }
}
