package sotto.client.engine;

/// What a profile keeps, by kind of row.
public enum Table {
  /// The account, its keys, preferences and counters; pending registration.
  SELF(Scope.STATE),
  CONTACT(Scope.STATE),
  CONVERSATION(Scope.STATE),
  /// One MLS group each; its secrets are in here.
  MLS_GROUP(Scope.STATE),
  /// Private parts of KeyPackages that are still out.
  KEY_PACKAGE(Scope.STATE),
  /// What the server has not answered yet: content first, then the ciphertext beside it.
  OUTBOX(Scope.STATE),
  /// Entries of the server's queue that were refused or wait for something.
  HELD(Scope.STATE),
  /// Events that nobody has seen yet.
  EVENT(Scope.STATE),
  /// Messages and notices, on one shelf per conversation.
  HISTORY(Scope.ARCHIVE),
  /// The inside of each message, for `inspect` and for resending.
  FACTS(Scope.ARCHIVE),
  /// Hashes of KeyPackages and requests that must not be honoured twice.
  SPENT(Scope.ARCHIVE),
  /// Signed statements that contradict each other, for whoever has to be shown them (rules 4).
  EVIDENCE(Scope.ARCHIVE);

  private final Scope scope;

  Table(Scope scope) {
    this.scope = scope;
  }

  public Scope scope() {
    return scope;
  }

  public enum Scope {
    /// Loaded whole when the profile opens.
    STATE,
    /// Looked up by key, or read a shelf at a time.
    ARCHIVE
  }
}
