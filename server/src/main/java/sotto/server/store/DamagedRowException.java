package sotto.server.store;

/// A row of the database does not say what a row of its table says: bytes that do not decode, a
/// number that cannot be. Who needs it is refused; nobody else is.
public final class DamagedRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String table;

  /// @param which names the row for the operator
  public DamagedRowException(String table, String which) {
    super(which);
    this.table = table;
  }

  DamagedRowException(String table, String which, Throwable why) {
    super(which, why);
    this.table = table;
  }

  /// What happened, and what its operator can do, as one line.
  public String sentence() {
    return "The database is damaged in table "
        + table
        + ", "
        + getMessage()
        + ": what needs this row is refused, everybody else is served. "
        + advice();
  }

  private String advice() {
    String backup = "Stop the server and put back a copy of the data folder";
    return switch (table) {
      case "account" ->
          backup + ", or run 'sotto release' with this address: its person can register anew then.";
      case "conversation_group" -> backup + ", or tell its members to begin a new conversation.";
      case "invite" -> backup + ", or make a new invite: sotto invite.";
      case "setting" -> backup + ".";
      default -> backup + " if you miss what the row held.";
    };
  }
}
