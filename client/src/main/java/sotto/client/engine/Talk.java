package sotto.client.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.group.ConversationData;
import sotto.protocol.group.ConversationData.Kind;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ConversationId;
import sotto.protocol.identity.Hash;
import sotto.protocol.wire.Fields;

/// A conversation, which outlives the groups beneath it (rules 18).
///
/// @param key names it in this profile: for two accounts it is made of their addresses, so that two
///   groups which both founded at once are one conversation; otherwise the conversation's id
/// @param other the other account of a conversation of two
/// @param counter of our own messages; `heard` the highest of each other client's (rules 19)
/// @param delivered ids of messages whose delivery is still to be confirmed; `read` likewise
/// @param receiptsAt when those go out
record Talk(
    String key,
    Kind kind,
    String name,
    Optional<Address> other,
    ConversationId id,
    Status status,
    long counter,
    TreeMap<String, Long> heard,
    List<String> delivered,
    List<String> read,
    Optional<Instant> receiptsAt,
    Instant lastActivity,
    int unread) {

  private static final int MOST_RECEIPTS = 1_024;
  private static final int MANY_RECEIPTS = 64;

  enum Status {
    FOUNDING,
    REQUEST,
    ACTIVE,
    LEAVING,
    LEFT,
    REJOINING
  }

  Talk {
    heard = new TreeMap<>(heard);
    delivered = List.copyOf(delivered);
    read = List.copyOf(read);
  }

  static Talk direct(Address me, Address other, Status status, Instant now) {
    String key = directKey(me, other);
    return new Talk(
        key,
        Kind.DIRECT,
        "",
        Optional.of(other),
        ConversationId.of(HexFormat.of().parseHex(directId(me, other))),
        status,
        0,
        new TreeMap<>(),
        List.of(),
        List.of(),
        Optional.empty(),
        now,
        0);
  }

  static Talk many(ConversationData data, Status status, Instant now) {
    return new Talk(
        data.id().hex(),
        Kind.MANY,
        data.name(),
        Optional.empty(),
        data.id(),
        status,
        0,
        new TreeMap<>(),
        List.of(),
        List.of(),
        Optional.empty(),
        now,
        0);
  }

  /// The same for both sides: of the two addresses in order.
  static String directId(Address one, Address two) {
    boolean inOrder = one.compareTo(two) <= 0;
    byte[] both = new Writer().struct(inOrder ? one : two).struct(inOrder ? two : one).toBytes();
    return Hash.sha256(both).hex().substring(0, 32);
  }

  /// No id of a conversation of many, which its founder chooses, is ever the key of one of two.
  static String directKey(Address one, Address two) {
    return "d" + directId(one, two);
  }

  /// What people call it. A member's name for a conversation of many never passes for an address.
  String title() {
    return other.map(Address::toString).orElse(name.contains("@") ? "#" + name : name);
  }

  boolean called(String typed) {
    return title().equals(typed) || id.hex().equals(typed) || other.isEmpty() && name.equals(typed);
  }

  long heardFrom(String sender) {
    return heard.getOrDefault(sender, 0L);
  }

  boolean ended() {
    return status == Status.LEFT;
  }

  Talk in(Status other2) {
    return with(other2, name, counter, heard, delivered, read, receiptsAt, lastActivity, unread);
  }

  Talk named(String other2) {
    return with(status, other2, counter, heard, delivered, read, receiptsAt, lastActivity, unread);
  }

  Talk counted() {
    return with(
        status, name, counter + 1, heard, delivered, read, receiptsAt, lastActivity, unread);
  }

  Talk hearing(String sender, long number) {
    TreeMap<String, Long> more = new TreeMap<>(heard);
    more.merge(sender, number, Math::max);
    return with(status, name, counter, more, delivered, read, receiptsAt, lastActivity, unread);
  }

  /// Rules 19: "a newcomer starts at the first it sees", also one who was there before.
  Talk asNewcomer() {
    return with(
        status, name, counter, new TreeMap<>(), delivered, read, receiptsAt, lastActivity, unread);
  }

  /// Rules 19: "a newcomer starts at the first it sees", and so does whoever sees one come back:
  /// what it had numbered, and could not send any more, is no gap.
  Talk forgetting(List<String> senders) {
    TreeMap<String, Long> fewer = new TreeMap<>(heard);
    fewer.keySet().removeAll(senders);
    return with(status, name, counter, fewer, delivered, read, receiptsAt, lastActivity, unread);
  }

  /// A message came in; its delivery is to be confirmed.
  Talk delivering(String message, Instant due) {
    List<String> more = receipt(delivered, message);
    return with(
        status,
        name,
        counter,
        heard,
        more,
        read,
        Optional.of(dueAt(more, due)),
        lastActivity,
        unread);
  }

  Talk reading(String message, Instant due) {
    List<String> more = receipt(read, message);
    return with(
        status,
        name,
        counter,
        heard,
        delivered,
        more,
        Optional.of(dueAt(more, due)),
        lastActivity,
        unread);
  }

  /// When so many wait, they go out without waiting for more: each is written again with each
  /// message that comes.
  private Instant dueAt(List<String> waiting, Instant due) {
    return waiting.size() >= MANY_RECEIPTS ? lastActivity : receiptsAt.orElse(due);
  }

  /// While the server takes none, the oldest give way: they are a courtesy. So it is with those to
  /// a stranger, which nobody sends before the conversation is accepted.
  private List<String> receipt(List<String> due, String message) {
    int most = status == Status.REQUEST ? MANY_RECEIPTS : MOST_RECEIPTS;
    List<String> more =
        new ArrayList<>(due.subList(Math.max(0, due.size() + 1 - most), due.size()));
    more.add(message);
    return more;
  }

  Talk receiptsSent() {
    return with(
        status, name, counter, heard, List.of(), List.of(), Optional.empty(), lastActivity, unread);
  }

  Talk dueAt(Instant now) {
    return with(
        status, name, counter, heard, delivered, read, Optional.of(now), lastActivity, unread);
  }

  Talk active(Instant now, int nowUnread) {
    return with(
        status, name, counter, heard, delivered, read, receiptsAt, now, Math.max(0, nowUnread));
  }

  private Talk with(
      Status newStatus,
      String newName,
      long newCounter,
      TreeMap<String, Long> newHeard,
      List<String> newDelivered,
      List<String> newRead,
      Optional<Instant> due,
      Instant activity,
      int newUnread) {
    return new Talk(
        key,
        kind,
        newName,
        other,
        id,
        newStatus,
        newCounter,
        newHeard,
        newDelivered,
        newRead,
        due,
        activity,
        newUnread);
  }

  byte[] encoded() {
    Writer out = new Writer();
    Fields.text(out, key);
    out.uint8(kind.ordinal());
    Fields.text(out, name);
    out.optional(other, Writer::struct).struct(id).uint8(status.ordinal()).uint64(counter);
    out.vector(
        List.copyOf(heard.entrySet()),
        (w, entry) -> {
          Fields.text(w, entry.getKey());
          w.uint64(entry.getValue());
        });
    Stored.texts(out, delivered);
    Stored.texts(out, read);
    out.optional(receiptsAt, Fields::time);
    Fields.time(out, lastActivity);
    return out.uint32(unread).toBytes();
  }

  static Talk decode(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    Talk talk =
        new Talk(
            Stored.text(in),
            Stored.value(in, Kind.values()),
            Stored.text(in),
            in.optional(Address::decode),
            ConversationId.decode(in),
            Stored.value(in, Status.values()),
            Fields.count(in),
            heard(in),
            Stored.texts(in),
            Stored.texts(in),
            in.optional(Fields::time),
            Fields.time(in),
            (int) in.uint32());
    in.end();
    return talk;
  }

  private static TreeMap<String, Long> heard(Reader in) throws MlsException {
    TreeMap<String, Long> heard = new TreeMap<>();
    Reader entries = in.nested();
    while (entries.hasRemaining()) {
      String sender = Stored.text(entries);
      heard.put(sender, Fields.count(entries));
    }
    return heard;
  }
}
