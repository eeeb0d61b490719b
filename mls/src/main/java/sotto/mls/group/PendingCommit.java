package sotto.mls.group;

import sotto.mls.codec.MlsException;

/// The epoch that an own Commit begins, if the Delivery Service accepts it.
public final class PendingCommit {
  private final Group next;
  private final CommitSummary summary;

  PendingCommit(Group next, CommitSummary summary) {
    this.next = next;
    this.summary = summary;
  }

  public CommitSummary summary() {
    return summary;
  }

  Group next() {
    return next;
  }

  public byte[] encode() {
    throw new UnsupportedOperationException();
  }

  public static PendingCommit decode(byte[] stored, Settings settings) throws MlsException {
    throw new UnsupportedOperationException();
  }

  /// Erases the keys of an epoch that never came.
  public void erase() {
    throw new UnsupportedOperationException();
  }
}
