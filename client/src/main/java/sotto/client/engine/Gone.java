package sotto.client.engine;

import java.util.Arrays;
import java.util.Optional;
import sotto.mls.codec.Writer;

/// Groups that this client was a member of and is not any more. What they still say is of no use;
/// but an old copy of a profile knows only what was so when it was made: since then it may have
/// been added again.
final class Gone {
  private static final String COPY = "copy";
  private static final byte[] NEVER = new byte[0];

  private Gone() {}

  static void leave(Turn turn, String group) {
    Spent.keep(turn, key(group), copy(turn));
  }

  /// One that this client never was a member of as far as it is concerned: some weeks will do.
  static void ignore(Turn turn, String group) {
    Spent.remember(turn, key(group), copy(turn));
  }

  static boolean isLeft(Turn turn, String group) {
    return Spent.knows(turn, key(group));
  }

  /// Whether it was left by this very copy of the profile.
  static boolean isBehindUs(Turn turn, String group) {
    Optional<byte[]> left = Spent.find(turn, key(group));
    return left.filter(by -> Arrays.equals(by, copy(turn))).isPresent();
  }

  /// This profile turned out to be an old copy.
  static void doubt(Turn turn, long highest) {
    Spent.keep(turn, COPY, new Writer().uint64(highest).toBytes());
  }

  private static byte[] copy(Turn turn) {
    return Spent.find(turn, COPY).orElse(NEVER);
  }

  private static String key(String group) {
    return "left " + group;
  }
}
