package sotto.client.engine;

import java.util.ArrayList;
import java.util.List;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.HistoryEntry.Delivery;
import sotto.client.MessageId;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.Address;
import sotto.protocol.wire.Fields;

/// Lines of the history as rows.
public final class HistoryLine {
  private static final int MESSAGE = 1;
  private static final int NOTICE = 2;

  private HistoryLine() {}

  /// A message's place: its id counts only together with its sender, so that nobody can occupy the
  /// id of another's message.
  static String key(Address sender, MessageId id) {
    return "m " + sender + " " + id.hex();
  }

  static String noticeKey(Event event) {
    return "n " + event.number();
  }

  /// @param talk the key of the conversation that the line belongs to
  static byte[] encode(String talk, HistoryEntry entry) {
    Writer out = new Writer();
    switch (entry) {
      case HistoryEntry.Message m -> {
        Fields.text(out.uint8(MESSAGE), talk);
        out.fixed(m.id().bytes());
        Fields.text(out, m.from());
        Fields.text(out, m.text());
        Fields.time(out, m.sentAt());
        Fields.time(out, m.at());
        out.optional(m.inReplyTo(), (w, id) -> w.fixed(id.bytes()));
        delivery(out, m.delivery());
      }
      case HistoryEntry.Notice n -> {
        Fields.time(out.uint8(NOTICE), n.at());
        out.opaque(EventRecord.encode(n.event()));
      }
    }
    return out.toBytes();
  }

  /// Whether a row is this very text in this conversation.
  static boolean says(byte[] row, String talk, String text) throws MlsException {
    Reader in = new Reader(row);
    return in.uint8() == MESSAGE
        && Stored.text(in).equals(talk)
        && decode(row) instanceof HistoryEntry.Message message
        && message.text().equals(text);
  }

  public static HistoryEntry decode(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    HistoryEntry entry =
        switch (in.uint8()) {
          case MESSAGE -> {
            Stored.text(in);
            yield message(in);
          }
          case NOTICE -> new HistoryEntry.Notice(Fields.time(in), EventRecord.decode(in.opaque()));
          default -> throw new MlsException("A line of the history is of no known kind.");
        };
    in.end();
    return entry;
  }

  private static HistoryEntry.Message message(Reader in) throws MlsException {
    return new HistoryEntry.Message(
        MessageId.of(in.fixed(32)),
        Stored.text(in),
        Stored.text(in),
        Fields.time(in),
        Fields.time(in),
        in.optional(r -> MessageId.of(r.fixed(32))),
        delivery(in));
  }

  /// Whether a line is a message of that conversation: what members of another say about it is
  /// nothing.
  static boolean isOf(String talk, byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    return in.uint8() == MESSAGE && Stored.text(in).equals(talk);
  }

  static HistoryEntry.Message as(HistoryEntry.Message m, Delivery delivery) {
    return new HistoryEntry.Message(
        m.id(), m.from(), m.text(), m.sentAt(), m.at(), m.inReplyTo(), delivery);
  }

  static Delivery delivered(Delivery before, String to) {
    return before instanceof Delivery.Sent sent
        ? new Delivery.Sent(added(sent.deliveredTo(), to), sent.readBy())
        : new Delivery.Sent(List.of(to), List.of());
  }

  static Delivery read(Delivery before, String by) {
    return before instanceof Delivery.Sent sent
        ? new Delivery.Sent(sent.deliveredTo(), added(sent.readBy(), by))
        : new Delivery.Sent(List.of(), List.of(by));
  }

  private static List<String> added(List<String> before, String one) {
    if (before.contains(one)) {
      return before;
    }
    List<String> more = new ArrayList<>(before);
    more.add(one);
    return List.copyOf(more);
  }

  private static void delivery(Writer out, Delivery delivery) {
    switch (delivery) {
      case Delivery.Received _ -> out.uint8(0);
      case Delivery.Waiting _ -> out.uint8(1);
      case Delivery.Sent sent -> {
        Stored.texts(out.uint8(2), sent.deliveredTo());
        Stored.texts(out, sent.readBy());
      }
      case Delivery.Failed failed -> Fields.text(out.uint8(3), failed.reason());
    }
  }

  private static Delivery delivery(Reader in) throws MlsException {
    return switch (in.uint8()) {
      case 0 -> new Delivery.Received();
      case 1 -> new Delivery.Waiting();
      case 2 -> new Delivery.Sent(Stored.texts(in), Stored.texts(in));
      case 3 -> new Delivery.Failed(Stored.text(in));
      default -> throw new MlsException("A message's delivery is of no known kind.");
    };
  }
}
