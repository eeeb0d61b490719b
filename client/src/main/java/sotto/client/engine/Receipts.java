package sotto.client.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.client.Event;
import sotto.client.Event.ReceiptKind;
import sotto.client.HistoryEntry;
import sotto.client.HistoryEntry.Delivery;
import sotto.client.MessageId;
import sotto.client.engine.Talk.Status;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.content.MessageStatus;
import sotto.protocol.content.MessageStatus.Entry;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// Rules 29: receipts "go out after the durable store, batched", and come back as marks.
final class Receipts {
  /// Messages of receipts of one conversation that may wait for their verdict.
  private static final int MOST_WAITING = 8;

  private Receipts() {}

  /// What is due becomes one message for each conversation.
  static void pump(Turn turn) {
    if (!turn.link().online()) {
      return;
    }
    for (Talk talk : turn.state().talks().values()) {
      boolean due =
          talk.receiptsAt().filter(at -> turn.isDue(at, Duration.ofMinutes(1))).isPresent();
      // Rules 25: no receipt to a request.
      if (due && talk.status() == Status.ACTIVE) {
        if (crowded(turn, talk)) {
          turn.talk(talk.dueAt(turn.now().plus(Limits.RECEIPT_BATCH)));
        } else {
          send(turn, talk);
        }
      }
    }
  }

  /// Whether so much waits for the server's verdict that receipts wait, too.
  private static boolean crowded(Turn turn, Talk talk) {
    int[] waiting = {0};
    turn.state()
        .outbox()
        .each(outgoing -> {
          boolean receipt =
              outgoing.talk().equals(talk.key())
                  && outgoing.body() instanceof Outgoing.Body.Content content
                  && content.message().isEmpty();
          waiting[0] += receipt ? 1 : 0;
          return waiting[0] < MOST_WAITING;
        });
    return waiting[0] >= MOST_WAITING;
  }

  private static void send(Turn turn, Talk talk) {
    List<Entry> entries = new ArrayList<>();
    talk.delivered().forEach(id -> entries.add(entry(id, MessageStatus.Status.DELIVERED)));
    talk.read().forEach(id -> entries.add(entry(id, MessageStatus.Status.READ)));
    turn.talk(talk.receiptsSent());
    for (int from = 0; from < entries.size(); from += Limits.MAX_STATUSES) {
      List<Entry> some =
          entries.subList(from, Math.min(entries.size(), from + Limits.MAX_STATUSES));
      byte[] framing = ApplicationFraming.of(new MessageStatus(some)).encoded();
      turn.outgoing(n ->
          new Outgoing(
              n,
              talk.key(),
              new Outgoing.Body.Content("", framing, "", 0, List.of()),
              Optional.empty(),
              -1));
    }
  }

  private static Entry entry(String id, MessageStatus.Status status) {
    return new Entry(new sotto.protocol.content.MessageId(Bytes.ofHex(id)), status);
  }

  /// Does not wait for the batch to fill.
  static void flush(Turn turn) {
    for (Talk talk : turn.state().talks().values()) {
      if (talk.receiptsAt().isPresent()) {
        turn.talk(talk.dueAt(turn.now()));
      }
    }
  }

  static void received(Turn turn, Contents.Arrival arrival, MessageStatus status) {
    for (Entry entry : status.entries()) {
      MessageId id = MessageId.of(entry.message().bytes().toArray());
      switch (entry.status()) {
        case DELIVERED -> mark(turn, arrival, id, ReceiptKind.DELIVERED);
        case READ -> mark(turn, arrival, id, ReceiptKind.READ);
        case UNREAD, EXPIRED, DELETED, HIDDEN, ERROR -> {}
      }
    }
  }

  /// Marks a message of ours; one that is not ours, or not of this conversation, is ignored.
  private static void mark(Turn turn, Contents.Arrival arrival, MessageId id, ReceiptKind kind) {
    String key = HistoryLine.key(turn.self().me(), id);
    Optional<HistoryEntry.Message> line = Sent.line(turn, arrival.row().talk(), key);
    if (line.isEmpty()) {
      return;
    }
    String from = arrival.sender().toString();
    Delivery before = line.get().delivery();
    Delivery after =
        kind == ReceiptKind.READ
            ? HistoryLine.read(before, from)
            : HistoryLine.delivered(before, from);
    if (after.equals(before)) {
      return;
    }
    Talk talk = turn.talk(arrival.row().talk());
    Sent.update(turn, talk.key(), key, HistoryLine.as(line.get(), after));
    turn.tell(talk.key(), n -> new Event.Receipt(n, id, talk.title(), from, kind));
  }
}
