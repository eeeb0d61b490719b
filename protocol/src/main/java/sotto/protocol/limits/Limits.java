package sotto.protocol.limits;

import java.time.Duration;

/// The limits of the format: what no server and no client may exceed. What an operator may set
/// lower is a [Limit] in the server's policy.
public final class Limits {
  /// The protocol version that this code speaks.
  public static final int VERSION = 1;

  // Sizes of ids, keys and hashes, in bytes.
  public static final int NONCE = 32;
  public static final int HASH = 32;
  public static final int ED25519_KEY = 32;
  public static final int ED25519_SIGNATURE = 64;
  public static final int CLIENT_ID = 16;
  public static final int SUBMISSION_ID = 16;
  public static final int CONVERSATION_ID = 16;
  public static final int MESSAGE_ID = 32;
  public static final int BLOB_ID = 32;
  public static final int INVITE_TOKEN = 16;
  public static final int CODE_DIGITS = 6;
  public static final int FORK_TAG = 8;
  public static final int MAX_GROUP_ID = 64;

  // Names.
  public static final int MAX_ACCOUNT_NAME = 32;
  public static final int MAX_HOST = 253;
  public static final int MAX_ADDRESS = MAX_ACCOUNT_NAME + 1 + MAX_HOST;
  public static final int MAX_SENTENCE = 512;

  // Frames. Before login, a frame is small.
  public static final int MAX_FRAME_BEFORE_LOGIN = 64 * 1024;
  public static final int MAX_FRAME = 17 * 1024 * 1024;
  public static final int MAX_APPLICATION_MESSAGE = 256 * 1024;
  public static final int MAX_HANDSHAKE_MESSAGE = 16 * 1024 * 1024;
  public static final int MAX_KEY_PACKAGE = 32 * 1024;
  public static final int MAX_KEY_PACKAGES_PUBLISHED = 100;
  public static final int MAX_BLOB_CHUNK = 256 * 1024;
  public static final int MAX_ACKNOWLEDGEMENTS = 4096;
  public static final int MAX_SHOW_TO = 4096;
  public static final int MAX_TREE_IN_WELCOME = 64 * 1024;

  // Accounts, groups.
  public static final int MAX_CLIENTS_PER_ACCOUNT = 16;
  public static final int MAX_SUCCESSORS = 16;
  public static final int MAX_ROSTER = 4096;
  public static final int MAX_ADDS_PER_COMMIT = 64;
  public static final int MAX_ADMINISTRATORS = 256;
  public static final int MAX_CONVERSATION_NAME = 256;
  public static final int MAX_POLICY_ITEMS = 256;

  // Content.
  public static final int MAX_MEDIA_TYPE = 128;
  public static final int MAX_MEDIA_TYPE_PARAMETERS = 8;
  public static final int MAX_TOPIC = 4096;
  public static final int MAX_CONTENT_EXTENSIONS = 16;
  public static final int MAX_DISPLAY_NAME = 128;
  public static final int MAX_CBOR_DEPTH = 16;
  public static final int MAX_LIST_VERSIONS = 256;
  public static final int MAX_RESEND_REQUESTS = 64;
  public static final int MAX_STATUSES = 4096;

  // Times that both sides must agree on.
  public static final Duration CODE_LIFE = Duration.ofMinutes(10);
  public static final int CODE_TRIES = 5;
  public static final Duration VERDICT_KEPT = Duration.ofDays(30);
  public static final Duration CLIENT_LIST_RENEWAL = Duration.ofDays(7);
  public static final Duration CLIENT_LIST_STALE = Duration.ofDays(30);
  public static final Duration KEY_PACKAGE_LIFE = Duration.ofDays(30);
  public static final Duration KEY_PACKAGE_MAX_LIFE = Duration.ofDays(90);
  public static final Duration LAST_RESORT_RENEWAL = Duration.ofDays(7);
  public static final int KEY_PACKAGE_STOCK = 100;
  public static final int KEY_PACKAGE_LOW = 25;
  public static final Duration REJOIN_VALID = Duration.ofDays(1);
  public static final Duration REJOIN_DELAY_MIN = Duration.ofSeconds(5);
  public static final Duration REJOIN_DELAY_MAX = Duration.ofSeconds(30);
  public static final Duration PATH_AFTER_JOINING = Duration.ofHours(1);
  public static final Duration PATH_AFTER = Duration.ofDays(7);
  public static final int PATH_AFTER_MESSAGES = 1_000;
  public static final Duration LEAF_WITHOUT_COMMIT = Duration.ofDays(90);
  public static final Duration RECEIPT_BATCH = Duration.ofSeconds(2);
  public static final int RECEIPTS_UP_TO_MEMBERS = 32;
  public static final int MAX_OFFERS = 4;

  private Limits() {}
}
