package sotto.client.engine;

import java.util.Optional;
import sotto.client.Event;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.Address;
import sotto.protocol.wire.Fields;

/// What one member says of the client list of another: if the directory then shows an older one,
/// either that member or the server is wrong, and a person is told who says what.
final class Claims {
  private Claims() {}

  private static String key(Address about) {
    return "claim " + about;
  }

  static void heard(Turn turn, Address by, Address about, long version) {
    String once = "claimed " + by + " " + about;
    if (Spent.knows(turn, once) || Spent.knows(turn, key(about))) {
      return; // a member is believed once in a while, not once a message
    }
    Spent.remember(turn, once);
    Writer out = new Writer().struct(by);
    Spent.keep(turn, key(about), out.uint64(version).toBytes());
    if (turn.link().online()) {
      Directory.list(turn, about);
    }
  }

  /// The directory has answered.
  static void compare(Turn turn, Address about, long shown) {
    Optional<byte[]> stored = Spent.find(turn, key(about));
    if (stored.isEmpty()) {
      return;
    }
    Spent.forget(turn, key(about));
    try {
      Reader in = new Reader(stored.get());
      Address by = Address.decode(in);
      long said = Fields.count(in);
      if (said > shown) {
        turn.tell(n -> new Event.Notice(n, Optional.empty(), sentence(by, about, said, shown)));
      }
    } catch (MlsException e) {
      throw new IllegalStateException("A stored claim cannot be read.", e);
    }
  }

  private static String sentence(Address by, Address about, long said, long shown) {
    return by
        + " knows version "
        + said
        + " of the client list of "
        + about
        + ", and the server shows version "
        + shown
        + ": one of them is wrong. Ask "
        + about
        + " which clients it has.";
  }
}
