package sotto.client.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.HistoryEntry.Delivery.Received;
import sotto.client.MessageId;
import sotto.client.Preferences;
import sotto.mls.codec.MlsException;
import sotto.mls.group.Received.ApplicationMessage;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.content.MediaType;
import sotto.protocol.content.MessageStatus;
import sotto.protocol.content.MimiContent;
import sotto.protocol.content.MimiUri;
import sotto.protocol.content.SottoContent;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// What members say inside a group, once it opened. The ratchet has moved by then: whatever is
/// wrong with the content ends in a notice, never in a refusal.
final class Contents {
  private Contents() {}

  static void received(
      Turn turn,
      GroupRow row,
      ApplicationMessage opened,
      Delivery delivery,
      DeliveryBody.Message body) {
    try {
      SottoContent content = content(opened.content());
      Arrival arrival =
          new Arrival(row, Identities.who(opened.sender()), opened, delivery, body, content);
      counted(turn, arrival);
      listed(turn, arrival);
      named(turn, arrival);
      for (SubmissionId wanted : content.resend()) {
        Resends.honour(turn, arrival.row(), wanted);
      }
      if (content.inner().isPresent()) {
        inner(turn, arrival, content.inner().get());
      }
    } catch (MlsException e) {
      Talk talk = turn.talk(row.talk());
      turn.note(
          talk,
          n ->
              new Event.Unreadable(
                  n,
                  Optional.empty(),
                  talk.title(),
                  e.getMessage(),
                  "its sender may use a newer Sotto: update this one"));
    }
  }

  /// A message and all that came with it.
  record Arrival(
      GroupRow row,
      ClientAddress from,
      ApplicationMessage opened,
      Delivery delivery,
      DeliveryBody.Message body,
      SottoContent content) {
    Address sender() {
      return from.address();
    }
  }

  private static SottoContent content(byte[] application) throws MlsException {
    ApplicationFraming framing = ApplicationFraming.decode(application);
    return framing.mediaType().equals(MediaType.SOTTO)
        ? SottoContent.decode(framing.content().toArray())
        : SottoContent.of(0, List.of(), framing);
  }

  /// Rules 19: "a newcomer starts at the first it sees."
  private static void counted(Turn turn, Arrival arrival) {
    long counter = arrival.content().counter();
    if (counter == 0) {
      return;
    }
    Talk talk = turn.talk(arrival.row().talk());
    String client = arrival.from().client().hex();
    long last = talk.heardFrom(client);
    turn.talk(talk.hearing(client, counter));
    // Not `last + 1`: a member may have counted to the end of all numbers.
    if (last > 0 && counter > last && counter - last > 1) {
      long missing = Gaps.untold(turn, talk, client, counter - last - 1);
      if (missing > 0) {
        turn.note(
            turn.talk(talk.key()),
            n -> new Event.Gap(n, talk.title(), arrival.sender().toString(), missing));
      }
    }
  }

  /// Rules 4: "so that a server that freezes a list shows". What an account says of its own list
  /// counts; what others say of it is only a reason to look, because a member may lie.
  private static void listed(Turn turn, Arrival arrival) {
    for (SottoContent.ListVersion named : arrival.content().lists()) {
      Optional<Known> known = turn.state().contact(named.address());
      if (known.filter(k -> k.version() < named.version()).isEmpty()) {
        continue;
      }
      if (named.address().equals(arrival.sender())) {
        turn.contact(known.get().hearing(named.version()));
        Directory.refresh(turn, named.address(), named.version());
      } else if (Identities.accounts(arrival.row().group()).contains(named.address())) {
        Claims.heard(turn, arrival.sender(), named.address(), named.version());
      }
    }
  }

  /// Rules 6: "Display names come from the account's own messages, never from the directory."
  private static void named(Turn turn, Arrival arrival) throws MlsException {
    for (SottoContent.Extension extension : arrival.content().extensions()) {
      if (extension.type() == SottoContent.DISPLAY_NAME
          && extension.data().size() <= Limits.MAX_DISPLAY_NAME) {
        String name = Fields.utf8(extension.data().toArray());
        Known known = turn.known(arrival.sender());
        if (!known.displayName().equals(name)) {
          turn.contact(known.named(name));
        }
      }
    }
  }

  private static void inner(Turn turn, Arrival arrival, ApplicationFraming framing)
      throws MlsException {
    if (framing.mediaType().equals(MediaType.MESSAGE_STATUS)) {
      Receipts.received(turn, arrival, MessageStatus.decode(framing.content().toArray()));
    } else if (framing.mediaType().equals(MediaType.MIMI_CONTENT)) {
      message(turn, arrival, MimiContent.decode(framing.content().toArray()));
    } else {
      throw new MlsException("A message is of a media type that is not known.");
    }
  }

  private static void message(Turn turn, Arrival arrival, MimiContent content) throws MlsException {
    Talk talk = turn.talk(arrival.row().talk());
    String senderUri = MimiUri.of(arrival.sender());
    String roomUri = MimiUri.of(turn.self().me().host(), talk.id());
    boolean meant =
        content.senderUri().filter(uri -> !uri.equals(senderUri)).isEmpty()
            && content.roomUri().filter(uri -> !uri.equals(roomUri)).isEmpty();
    if (!meant) {
      throw new MlsException("A message names another sender or conversation than its own.");
    }
    MessageId id = id(arrival, content, senderUri, roomUri);
    String key = HistoryLine.key(arrival.sender(), id);
    // Only a message that opened counts here: rules 11, "screens deduplicate".
    if (turn.archived(Table.HISTORY, key).isPresent()) {
      return;
    }
    if (content.replaces().isPresent()) {
      replace(turn, arrival, content);
      return;
    }
    show(turn, arrival, talk, id, content);
  }

  private static MessageId id(
      Arrival arrival, MimiContent content, String senderUri, String roomUri) throws MlsException {
    for (SottoContent.Extension extension : arrival.content().extensions()) {
      if (extension.type() == Sealing.CHOSEN_ID) {
        Bytes chosen = extension.data();
        return MessageId.of(sotto.protocol.content.MessageId.read(chosen).bytes().toArray());
      }
    }
    return MessageId.of(content.id(senderUri, roomUri).bytes().toArray());
  }

  /// When it was said: what came damaged and is said again was said before.
  private static Instant sentAt(Turn turn, Arrival arrival) throws MlsException {
    for (SottoContent.Extension extension : arrival.content().extensions()) {
      if (extension.type() == SottoContent.SENT_BEFORE) {
        SubmissionId before = SubmissionId.of(extension.data().toArray());
        return Unreadable.acceptedAt(turn, before).orElse(arrival.delivery().at());
      }
    }
    return arrival.delivery().at();
  }

  private static void show(Turn turn, Arrival arrival, Talk talk, MessageId id, MimiContent content)
      throws MlsException {
    String text =
        content.plainText().orElseThrow(() -> new MlsException("A message has no text to show."));
    Optional<MessageId> reply =
        content.inReplyTo().map(other -> MessageId.of(other.bytes().toArray()));
    String from = arrival.sender().toString();
    if (Requests.isFull(turn.state(), talk, text)) {
      turn.note(talk, n -> new Event.Gap(n, talk.title(), from, 1));
      return;
    }
    Instant sentAt = sentAt(turn, arrival);
    String key = HistoryLine.key(arrival.sender(), id);
    turn.archive(
        Table.HISTORY,
        key,
        talk.key(),
        HistoryLine.encode(
            talk.key(),
            new HistoryEntry.Message(id, from, text, sentAt, turn.now(), reply, new Received())));
    Facts.received(
        turn,
        arrival.row(),
        key,
        arrival.opened(),
        arrival.delivery(),
        arrival.body().submission(),
        arrival.body().message().toArray());
    Talk shown = turn.talk(talk.key()).active(turn.now(), talk.unread() + 1);
    boolean confirm =
        turn.self().preferences().deliveryReceipts() == Preferences.Choice.ON
            && arrival.row().group().members().size() <= Limits.RECEIPTS_UP_TO_MEMBERS;
    turn.talk(confirm ? shown.delivering(id.hex(), turn.now().plus(Limits.RECEIPT_BATCH)) : shown);
    turn.tell(
        talk.key(),
        n -> new Event.Message(n, id, talk.title(), from, text, sentAt, turn.now(), reply));
  }

  /// Rules 27: "Edits and deletes belong to the account, not the client."
  private static void replace(Turn turn, Arrival arrival, MimiContent content) {
    MessageId older = MessageId.of(content.replaces().orElseThrow().bytes().toArray());
    String key = HistoryLine.key(arrival.sender(), older);
    Sent.line(turn, arrival.row().talk(), key)
        .ifPresent(line ->
            Sent.update(
                turn,
                arrival.row().talk(),
                key,
                new HistoryEntry.Message(
                    line.id(),
                    line.from(),
                    content.plainText().orElse(""),
                    line.sentAt(),
                    line.at(),
                    line.inReplyTo(),
                    line.delivery())));
  }
}
