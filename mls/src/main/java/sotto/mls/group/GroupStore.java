package sotto.mls.group;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.Arrays;
import java.util.Map;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// The stored form of a group: the epoch's part, and rows for what changes within it.
///
/// ```text
/// uint16 version = 3;
/// opaque epoch<V>;              /* EpochStore */
/// Row rows<V>;                  /* MessageStore; struct { uint64 key; opaque value<V>; } Row */
/// ```
///
/// Versions 1 and 2 are read too; they had other rows ([MessageStore]).
final class GroupStore {
  private static final int VERSION = 3;

  private GroupStore() {}

  static byte[] encode(Group group) {
    return new Writer(4096)
        .uint16(VERSION)
        .opaque(encodeEpoch(group.state()))
        .opaque(MessageStore.encodeRows(group.rows()))
        .toBytes();
  }

  static Group decode(byte[] stored, Settings settings) throws MlsException {
    allGiven("stored settings", stored, settings);
    Reader in = new Reader(stored);
    Stored.checkVersion(in, VERSION);
    byte[] epoch = in.opaque();
    Map<Long, byte[]> rows = MessageStore.decodeRows(in.opaque());
    in.end();
    return decode(epoch, rows, settings);
  }

  static byte[] encodeEpoch(EpochState state) {
    return EpochStore.encode(state);
  }

  static Group decode(byte[] epoch, byte[] messages, Settings settings) throws MlsException {
    allGiven("epoch messages settings", epoch, messages, settings);
    return decode(epoch, MessageStore.decodeRows(messages), settings);
  }

  static Group decode(byte[] epoch, Map<Long, byte[]> rows, Settings settings) throws MlsException {
    allGiven("epoch rows settings", epoch, rows, settings);
    EpochState state = EpochStore.decode(epoch, settings);
    return new Group(settings, state, MessageStore.decode(rows, state));
  }

  static RowChanges changes(Group earlier, Group later) {
    if (!Arrays.equals(
        MessageStore.header(given("earlier", earlier).state()),
        MessageStore.header(later.state()))) {
      throw new IllegalArgumentException(
          "The earlier group is another member's or of another epoch; store the whole of the new one.");
    }
    return earlier.messages().inOlderRows()
        ? MessageStore.anew(later.state(), earlier.messages(), later.messages())
        : MessageStore.changes(later.state(), earlier.messages(), later.messages());
  }
}
