package sotto.client.store;

/// A look-up in the middle of a step met a row that was changed outside Sotto: the step cannot go
/// on, and the profile is closed.
public final class DamagedProfile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedProfile(StoreException cause) {
    super(cause.getMessage(), cause);
  }
}
