package sotto.server.delivery;

/// What an entry carries. The numbers are the store's and never change.
public enum Kind {
  APPLICATION(1),
  PROPOSAL(2),
  COMMIT(3),
  WELCOME(4),
  REJOIN(5);

  private final int number;

  Kind(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static Kind ofNumber(int number) {
    for (Kind kind : values()) {
      if (kind.number == number) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of entry has the number " + number);
  }

  /// Rule 14: without it the group cannot be read any more.
  boolean carriesEpoch() {
    return this == COMMIT || this == WELCOME;
  }
}
