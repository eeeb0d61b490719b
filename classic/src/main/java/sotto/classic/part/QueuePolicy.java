package sotto.classic.part;

/// What waits for somebody who is away, and what happens when it is too much.
public record QueuePolicy(int limit, Overflow overflow) {

  public static final QueuePolicy UNLIMITED =
      new QueuePolicy(Integer.MAX_VALUE, Overflow.REFUSE_NEWEST);
  public static final QueuePolicy NONE = new QueuePolicy(0, Overflow.REFUSE_NEWEST);

  public enum Overflow {
    DROP_OLDEST,
    /// The sender is told.
    REFUSE_NEWEST,
    /// The sender is told that all is well.
    LOSE_NEWEST
  }
}
