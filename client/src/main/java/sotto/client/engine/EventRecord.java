package sotto.client.engine;

import java.util.Optional;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// Kept events as rows.
final class EventRecord {
  private EventRecord() {}

  static byte[] encode(Event event) {
    Writer out = new Writer().uint64(event.number());
    switch (event) {
      case Event.Message e -> {
        out.uint8(1).fixed(e.id().bytes());
        Fields.text(out, e.conversation());
        Fields.text(out, e.from());
        Fields.text(out, e.text());
        Fields.time(out, e.sentAt());
        Fields.time(out, e.receivedAt());
        id(out, e.inReplyTo());
      }
      case Event.Receipt e -> {
        out.uint8(2).fixed(e.of().bytes());
        Fields.text(out, e.conversation());
        Fields.text(out, e.from());
        out.uint8(e.kind().ordinal());
      }
      case Event.Gap e -> {
        out.uint8(3);
        Fields.text(out, e.conversation());
        Fields.text(out, e.from());
        out.uint64(e.missing());
      }
      case Event.Membership e -> {
        out.uint8(4);
        Fields.text(out, e.conversation());
        Stored.texts(out, e.added());
        Stored.texts(out, e.removed());
        Fields.text(out, e.by());
      }
      case Event.Rejoined e -> {
        out.uint8(5);
        Fields.text(out, e.conversation());
        Fields.text(out, e.who());
      }
      case Event.Renamed e -> {
        out.uint8(6);
        Fields.text(out, e.conversation());
        Fields.text(out, e.before());
        Fields.text(out, e.by());
      }
      case Event.Request e -> {
        out.uint8(7);
        Fields.text(out, e.conversation());
        Fields.text(out, e.from());
      }
      case Event.IdentityChanged e -> {
        out.uint8(8);
        Fields.text(out, e.address());
        Fields.text(out, e.reason());
      }
      case Event.Unreadable e -> {
        id(out.uint8(9), e.id());
        Fields.text(out, e.conversation());
        Fields.text(out, e.reason());
        Fields.text(out, e.remedy());
      }
      case Event.NotDelivered e -> {
        out.uint8(10).fixed(e.id().bytes());
        Fields.text(out, e.conversation());
        Stored.texts(out, e.to());
        Fields.text(out, e.reason());
      }
      case Event.Notice e -> {
        out.uint8(11).optional(e.conversation(), Fields::text);
        Fields.text(out, e.sentence());
      }
      case Event.Accepted e -> throw passing(e);
      case Event.Presence e -> throw passing(e);
      case Event.Connection e -> throw passing(e);
    }
    return out.toBytes();
  }

  static Event decode(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    Event event = decode(in);
    in.end();
    return event;
  }

  static Event decode(Reader in) throws MlsException {
    long n = Fields.count(in);
    return switch (in.uint8()) {
      case 1 ->
          new Event.Message(
              n,
              id(in),
              text(in),
              text(in),
              text(in),
              Fields.time(in),
              Fields.time(in),
              in.optional(EventRecord::id));
      case 2 ->
          new Event.Receipt(
              n, id(in), text(in), text(in), Stored.value(in, Event.ReceiptKind.values()));
      case 3 -> new Event.Gap(n, text(in), text(in), Fields.count(in));
      case 4 -> new Event.Membership(n, text(in), Stored.texts(in), Stored.texts(in), text(in));
      case 5 -> new Event.Rejoined(n, text(in), text(in));
      case 6 -> new Event.Renamed(n, text(in), text(in), text(in));
      case 7 -> new Event.Request(n, text(in), text(in));
      case 8 -> new Event.IdentityChanged(n, text(in), text(in));
      case 9 -> new Event.Unreadable(n, in.optional(EventRecord::id), text(in), text(in), text(in));
      case 10 -> new Event.NotDelivered(n, id(in), text(in), Stored.texts(in), text(in));
      case 11 -> new Event.Notice(n, in.optional(Stored::text), text(in));
      default -> throw new MlsException("A stored event is of no known kind.");
    };
  }

  private static String text(Reader in) throws MlsException {
    return Stored.text(in);
  }

  private static void id(Writer out, Optional<MessageId> id) {
    out.optional(id, (w, present) -> w.fixed(present.bytes()));
  }

  private static MessageId id(Reader in) throws MlsException {
    return MessageId.of(in.fixed(32));
  }

  private static IllegalArgumentException passing(Event event) {
    return new IllegalArgumentException(event.getClass().getSimpleName() + " is not kept");
  }
}
