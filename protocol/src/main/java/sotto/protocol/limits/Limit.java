package sotto.protocol.limits;

import java.util.Optional;

/// A limit that the operator sets and every member can read in the server's policy. The ids are the
/// wire's and never change; a reader skips the ids that it does not know.
public enum Limit {
  /// Application messages that may wait for one client.
  QUEUE_MESSAGES(1, 10_000),
  /// Bytes of application messages that may wait for one client.
  QUEUE_BYTES(2, 64L << 20),
  /// Seconds that an entry may wait.
  QUEUE_SECONDS(3, 30L * 86_400),
  /// Percent of a queue that one sending client may fill.
  QUEUE_SHARE_PERCENT(4, 50),
  /// What a full queue does: 0 drops the oldest application message, 1 refuses the new one.
  QUEUE_OVERFLOW(5, 0),
  /// Entries pushed and not yet acknowledged, per connection.
  PUSH_WINDOW(6, 1_024),
  APPLICATION_MESSAGE_BYTES(7, Limits.MAX_APPLICATION_MESSAGE),
  HANDSHAKE_MESSAGE_BYTES(8, Limits.MAX_HANDSHAKE_MESSAGE),
  /// Members of the largest conversation that this server carries.
  CONVERSATION_MEMBERS(9, 1_024),
  CLIENTS_PER_ACCOUNT(10, Limits.MAX_CLIENTS_PER_ACCOUNT),
  KEY_PACKAGE_STOCK(11, Limits.KEY_PACKAGE_STOCK),
  /// Below this stock the server sends `KeyPackagesLow`.
  KEY_PACKAGE_LOW(12, Limits.KEY_PACKAGE_LOW),
  ACCOUNTS(13, 10_000),
  /// Tries at logging in, per minute and address of the network.
  LOGINS_PER_MINUTE(14, 600),
  CODES_PER_HOUR(15, 5),
  /// KeyPackages that one account may take, per hour.
  KEY_PACKAGE_FETCHES_PER_HOUR(16, 1_000),
  LOOKUPS_PER_MINUTE(17, 600),
  GROUPS_PER_HOUR(18, 200),
  /// Commits, Proposals and Welcomes that one client may submit, per minute.
  HANDSHAKE_MESSAGES_PER_MINUTE(19, 600),
  BLOB_BYTES(20, 64L << 20),
  BLOB_SECONDS(21, 30L * 86_400),
  /// Bytes of blobs that one account may keep.
  BLOB_BYTES_PER_ACCOUNT(22, 1L << 30),
  /// Seconds of silence after which the server closes a connection; it probes at half of them.
  IDLE_SECONDS(23, 120),
  /// Seconds that a connection may take to log in.
  LOGIN_SECONDS(24, 30),
  /// Groups that one client may have made.
  GROUPS_PER_CLIENT(25, 4_096),
  /// Submissions of one client, per day: each leaves a verdict for 30 days.
  SUBMISSIONS_PER_DAY(26, 10_000_000),
  /// Bytes of Commits, Proposals and Welcomes that one client may submit, per hour: no queue
  /// refuses them.
  HANDSHAKE_BYTES_PER_HOUR(27, 256L << 20);

  private final int id;
  private final long normal;

  Limit(int id, long normal) {
    this.id = id;
    this.normal = normal;
  }

  public int id() {
    return id;
  }

  /// The value of a server whose operator set none.
  public long normal() {
    return normal;
  }

  public static Optional<Limit> ofId(int id) {
    for (Limit limit : values()) {
      if (limit.id == id) {
        return Optional.of(limit);
      }
    }
    return Optional.empty();
  }
}
