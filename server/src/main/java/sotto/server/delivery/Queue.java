package sotto.server.delivery;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.ClientAddress;

/// What waits for one client, as the core sees it. The edge holds it as a handle.
public final class Queue {
  private static final long STRANGERS_REJOINS = 16;

  private final long id;
  private final ClientAddress who;
  private long number;

  /// Highest submission number that this client has been given a verdict on.
  long highest;

  State state = State.AWAY;

  /// Counts the client's connections, so that what an old one still says is not taken for the new.
  long session;

  /// The last number that was pushed live, or read by the connection that is catching up.
  long cursor;

  /// The last number that went into the store without having been pushed.
  long behind;

  /// What the running day, hour or minute has brought of submissions, handshake messages and their
  /// bytes, groups made, lookups, client lists.
  final Allowance submissions = new Allowance(86_400_000);

  final Allowance handshakes = new Allowance(60_000);
  final Allowance handshakeBytes = new Allowance(3_600_000);
  final Allowance groups = new Allowance(3_600_000);
  final Allowance lookups = new Allowance(60_000);
  final Allowance lists = new Allowance(3_600_000);

  private final Allowance rejoins = new Allowance(86_400_000);

  /// Rule 22: whose leaf was removed for its age asks a roster without being on it, a few times a
  /// day; the members know whether it may come back.
  boolean asksToRejoin(long now) {
    return rejoins.take(1, STRANGERS_REJOINS, now);
  }

  /// Pushed and not yet in the store, by number.
  final Map<Long, Entry> unwritten = new HashMap<>();

  /// What this client submitted and has no verdict on yet, in the order of its numbers.
  final Map<SubmissionId, Message> unjudged = new LinkedHashMap<>();

  /// Messages of this session that got no verdict.
  final Stalls stalls = new Stalls();

  /// Entries that are pushed as soon as the transaction is durable; later ones wait behind them.
  int held;

  /// Entries that wait to be offered again on this session.
  int reoffers;

  /// Tombstones in the store, counted when the client connects.
  int buried;

  /// What is in the store; scanned when it is first needed.
  Optional<QueueLoad> load = Optional.empty();

  enum State {
    /// Not connected.
    AWAY,
    /// Connected; the store is being read out to it.
    READING,
    /// Connected, and up to date: what comes is pushed.
    LIVE,
    /// Connected, and slower than what comes.
    PAUSED
  }

  Queue(long id, ClientAddress who, long firstNumber, long highest) {
    this.id = id;
    this.who = who;
    this.number = firstNumber;
    this.highest = highest;
  }

  /// The store's name for it.
  public long id() {
    return id;
  }

  public ClientAddress who() {
    return who;
  }

  /// Which of the client's connections is meant.
  public long session() {
    return session;
  }

  public long highest() {
    return highest;
  }

  /// A submission of this client ended without a verdict: later messages to that group wait for it.
  public void notJudged(Posting posting) {
    if (posting.content() instanceof Posting.Application) {
      stalls.notJudged(posting.group(), posting.id());
    }
  }

  public boolean connected() {
    return state != State.AWAY;
  }

  /// Nothing lies in the queue that its client has still to be sent on this session.
  boolean upToDate() {
    return state != State.READING && state != State.PAUSED;
  }

  long nextNumber() {
    return number++;
  }
}
