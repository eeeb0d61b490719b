package sotto.tests.vectors;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.protocol.cbor.Cbor;
import sotto.protocol.content.MessageStatus;
import sotto.protocol.content.MimiContent;

/// One CBOR file each: the examples of draft-ietf-mimi-content (messages, and the values that a
/// receiver derives) and draft-mahy-mimi-message-status (receipts). They are told apart by their
/// first bytes: an array of seven with a salt of 16 bytes or an id of 32, or an array of pairs.
final class MimiFiles implements Family {
  private static final int ARRAY = 0x80;
  private static final int LONG_ARRAY = 0x98;
  private static final int ARRAY_OF_TWO = 0x82;
  private static final int ARRAY_OF_SEVEN = 0x87;
  private static final int SALT = 0x50;
  private static final int BYTES = 0x58;
  private static final int ID_LENGTH = 0x20;
  private static final int EXTENSIONS = 5;
  private static final int SENDER_URI = 1;
  private static final int ROOM_URI = 2;

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    byte[] bytes = file.bytes();
    if (starts(bytes, ARRAY_OF_SEVEN, SALT)) {
      return Optional.of(List.of(new Case("MIMI content", () -> content(bytes))));
    }
    if (starts(bytes, ARRAY_OF_SEVEN, BYTES, ID_LENGTH)) {
      return Optional.of(List.of(new Case("MIMI derived values", () -> roundTrip(bytes))));
    }
    boolean list = bytes.length > 2 && (bytes[0] & 0xe0) == ARRAY;
    // More than 23 receipts have their number in a byte of its own.
    int header = list && (bytes[0] & 0xff) == LONG_ARRAY ? 2 : 1;
    byte[] first = list ? Arrays.copyOfRange(bytes, header, bytes.length) : bytes;
    return list && starts(first, ARRAY_OF_TWO, BYTES, ID_LENGTH)
        ? Optional.of(List.of(new Case("MIMI message status", () -> status(bytes))))
        : Optional.empty();
  }

  private static boolean starts(byte[] bytes, int... start) {
    boolean same = bytes.length >= start.length;
    for (int i = 0; same && i < start.length; i++) {
      same = (bytes[i] & 0xff) == start[i];
    }
    return same;
  }

  private static void content(byte[] bytes) throws Exception {
    roundTrip(bytes);
    MimiContent content = MimiContent.decode(bytes);
    Expect.equal("the encoding", bytes, content.encoded());
    Cbor extensions = Cbor.decode(bytes).items("content").get(EXTENSIONS);
    Expect.equal("the sender's URI", uri(extensions, SENDER_URI), content.senderUri());
    Expect.equal("the room's URI", uri(extensions, ROOM_URI), content.roomUri());
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      Expect.refused("content cut after " + length + " bytes", () -> MimiContent.decode(cut));
    }
  }

  /// `? &(senderUri: 1) ^ => tstr, ? &(roomUri: 2) ^ => tstr`: either may be missing.
  private static Optional<String> uri(Cbor extensions, int name) throws Exception {
    Optional<Cbor> found =
        extensions instanceof Cbor.Map map ? map.get(Cbor.number(name)) : Optional.empty();
    return found.isPresent() ? Optional.of(found.get().string("a URI")) : Optional.empty();
  }

  private static void status(byte[] bytes) throws Exception {
    roundTrip(bytes);
    Expect.equal("the encoding", bytes, MessageStatus.decode(bytes).encoded());
  }

  /// Derived values never travel, so the product has no type of their own for them.
  private static void roundTrip(byte[] bytes) throws Exception {
    Expect.equal("the encoding as CBOR", bytes, Cbor.decode(bytes).encoded());
  }
}
