package sotto.protocol.content;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.protocol.cbor.Cbor;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// A message (draft-ietf-mimi-content): deterministic CBOR.
///
/// ```
/// mimiContent = [
///   salt: bstr .size 16, replaces: null / MessageId, topicId: bstr, expires: null / Expiration,
///   inReplyTo: null / MessageId, mimiExtensions: extensions, nestedPart: NestedPart
/// ]
/// ```
public record MimiContent(
    Bytes salt,
    Optional<MessageId> replaces,
    Bytes topic,
    Optional<Expiration> expires,
    Optional<MessageId> inReplyTo,
    Cbor.Map extensions,
    Part body) {
  public static final int SALT = 16;

  private static final int ITEMS = 7;
  private static final Cbor SENDER_URI = Cbor.number(1);
  private static final Cbor ROOM_URI = Cbor.number(2);

  public MimiContent {
    salt.ofSize(SALT, "a salt");
  }

  /// A new message that is related to no other.
  public static MimiContent of(Bytes salt, String senderUri, String roomUri, Part body) {
    Cbor.Map extensions =
        Cbor.Map.EMPTY.with(SENDER_URI, Cbor.text(senderUri)).with(ROOM_URI, Cbor.text(roomUri));
    return new MimiContent(
        salt, Optional.empty(), Bytes.EMPTY, Optional.empty(), Optional.empty(), extensions, body);
  }

  /// A body of plain text.
  public static Part text(String text) {
    return text(Part.RENDER, text);
  }

  /// A body that is one reaction.
  public static Part reaction(String emoji) {
    return text(Part.REACTION, emoji);
  }

  /// What a deleted message, or a reaction taken back, is replaced by.
  public static Part nothing() {
    return new Part.Null(Part.RENDER, "");
  }

  /// This message, as a reply or reaction to another.
  public MimiContent replyingTo(MessageId other) {
    return new MimiContent(salt, replaces, topic, expires, Optional.of(other), extensions, body);
  }

  /// This message, in place of an earlier one of the same account: an edit, or with [#nothing] a
  /// deletion.
  public MimiContent replacing(MessageId other) {
    return new MimiContent(salt, Optional.of(other), topic, expires, inReplyTo, extensions, body);
  }

  public MimiContent expiring(Expiration when) {
    return new MimiContent(salt, replaces, topic, Optional.of(when), inReplyTo, extensions, body);
  }

  public Optional<String> senderUri() {
    return text(extensions.get(SENDER_URI));
  }

  public Optional<String> roomUri() {
    return text(extensions.get(ROOM_URI));
  }

  /// The first plain text or Markdown of the body, if it has any.
  public Optional<String> plainText() {
    return plainText(body);
  }

  public byte[] encoded() {
    return Cbor.array(
            Cbor.bytes(salt),
            id(replaces),
            Cbor.bytes(topic),
            expires.map(Expiration::toCbor).orElse(Cbor.NULL),
            id(inReplyTo),
            extensions,
            body.toCbor())
        .encoded();
  }

  /// The id under which this message, of this sender and in this conversation, is known.
  public MessageId id(String sender, String room) {
    return MessageId.of(sender, room, encoded(), salt);
  }

  public static MimiContent decode(byte[] bytes) throws MlsException {
    List<Cbor> items = Cbor.decode(bytes).items("A message");
    if (items.size() != ITEMS) {
      throw new MlsException("A message is not an array of seven.");
    }
    Bytes salt = items.get(0).byteString("A salt");
    Bytes topic = items.get(2).byteString("A topic");
    if (salt.size() != SALT || topic.size() > Limits.MAX_TOPIC) {
      throw new MlsException("A message's salt is not 16 bytes, or its topic is too long.");
    }
    Optional<Expiration> expires =
        items.get(3).equals(Cbor.NULL)
            ? Optional.empty()
            : Optional.of(Expiration.of(items.get(3)));
    return new MimiContent(
        salt,
        id(items.get(1)),
        topic,
        expires,
        id(items.get(4)),
        MimiExtensions.check(items.get(5)),
        Part.of(items.get(6)));
  }

  private static Part text(int disposition, String text) {
    return new Part.Single(
        disposition,
        "",
        "text/plain;charset=utf-8",
        Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Cbor id(Optional<MessageId> id) {
    return id.map(present -> Cbor.bytes(present.bytes())).orElse(Cbor.NULL);
  }

  private static Optional<MessageId> id(Cbor item) throws MlsException {
    return item.equals(Cbor.NULL)
        ? Optional.empty()
        : Optional.of(MessageId.read(item.byteString("A message id")));
  }

  private static Optional<String> text(Optional<Cbor> item) {
    return item.flatMap(
        value -> value instanceof Cbor.Text text ? Optional.of(text.text()) : Optional.empty());
  }

  private static Optional<String> plainText(Part part) {
    return switch (part) {
      case Part.Null _ -> Optional.empty();
      case Part.External _ -> Optional.empty();
      case Part.Single single -> plainText(single);
      case Part.Multi multi ->
          multi.parts().stream().map(MimiContent::plainText).flatMap(Optional::stream).findFirst();
    };
  }

  private static Optional<String> plainText(Part.Single single) {
    if (!single.contentType().startsWith("text/plain")
        && !single.contentType().startsWith("text/markdown")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Fields.utf8(single.content().toArray()));
    } catch (MlsException notUtf8) {
      return Optional.empty();
    }
  }
}
