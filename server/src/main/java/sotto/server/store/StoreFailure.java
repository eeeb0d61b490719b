package sotto.server.store;

/// The store failed in a way after which nothing may be acknowledged any more: an fsync that did
/// not happen, a damaged file. The process ends; what was acknowledged is on the disk.
public final class StoreFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreFailure(Throwable cause) {
    super("The database failed: " + cause.getMessage(), cause);
  }
}
