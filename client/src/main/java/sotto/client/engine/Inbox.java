package sotto.client.engine;

import java.util.Optional;
import java.util.function.LongFunction;
import sotto.client.Event;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.group.CommitSummary;
import sotto.mls.group.Received;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PrivateMessage;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.Acknowledgement.Reason;
import sotto.protocol.frame.Acknowledgement.Refused;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.identity.Hash;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Limits;

/// Rules 13: every entry of the queue is answered once what it led to is stored.
final class Inbox {
  private static final long MOST_PARKED = Limit.PUSH_WINDOW.normal();

  private Inbox() {}

  static void deliver(Turn turn, Delivery delivery) throws MlsException {
    if (ahead(turn, delivery)) {
      park(turn, delivery);
      return;
    }
    // Rules 13: "`stored` (also for a duplicate)". What opened is known by its bytes, not by what
    // the
    // server calls it.
    String got = "got " + fingerprint(delivery);
    if (Spent.knows(turn, got)) {
      turn.effect(new Effect.Acknowledge(new Acknowledgement.Stored(delivery.entry())));
      return;
    }
    switch (delivery.body()) {
      case DeliveryBody.Message message -> answer(turn, message(turn, delivery, message));
      case DeliveryBody.Welcome welcome -> {
        if (!Downloads.begun(turn, delivery, welcome)) {
          welcome(turn, delivery, Optional.empty());
        }
      }
      case DeliveryBody.Rejoin rejoin ->
          answer(turn, Readmissions.received(turn, delivery, rejoin));
      case DeliveryBody.Tombstone tombstone -> answer(turn, tombstone(turn, delivery, tombstone));
    }
  }

  /// @param tree the ratchet tree, when it was beside
  static void welcome(Turn turn, Delivery delivery, Optional<byte[]> tree) {
    DeliveryBody.Welcome body = (DeliveryBody.Welcome) delivery.body();
    answer(turn, Welcomes.received(turn, delivery, body, tree));
  }

  static void answer(Turn turn, Acknowledgement answer) {
    turn.effect(new Effect.Acknowledge(answer));
  }

  /// Only what opened, or counted, is known when it comes again: whoever can make up bytes must not
  /// fill the profile with their fingerprints.
  static void taken(Turn turn, Delivery delivery) {
    Spent.remember(turn, "got " + fingerprint(delivery));
  }

  /// What waits is not answered, so that it holds a place in the server's window: a server that
  /// sends more than that is told to come back.
  private static void park(Turn turn, Delivery delivery) {
    if (turn.state().parked().size() >= MOST_PARKED) {
      turn.effect(new Effect.Acknowledge(new Acknowledgement.Later(delivery.entry())));
    } else {
      turn.park(delivery);
    }
  }

  private static String fingerprint(Delivery delivery) {
    Writer out = new Writer().struct(delivery.body());
    delivery.group().writeOpaque(out);
    if (delivery.body() instanceof DeliveryBody.Tombstone) {
      out.uint64(delivery.entry());
    }
    return Hash.sha256(out.toBytes()).hex();
  }

  /// Of the epoch that a Commit of ours begins which the server has not judged yet, after a
  /// restart: it has been accepted, and we do not know it.
  private static boolean ahead(Turn turn, Delivery delivery) {
    if (Downloads.fetching(turn, delivery.group())) {
      return true;
    }
    Optional<GroupRow> row = turn.state().groups().find(delivery.group().hex());
    if (row.flatMap(GroupRow::staged).isEmpty()
        || !(delivery.body() instanceof DeliveryBody.Message body)) {
      return false;
    }
    try {
      // More than one further: others may have committed in that epoch since.
      return privateMessage(body.message().toArray()).epoch() > row.get().group().epoch();
    } catch (MlsException e) {
      return false;
    }
  }

  /// What was parked is taken in once its group knows what became of the Commit.
  static void pump(Turn turn) throws MlsException {
    Rows<Long, Delivery> parked = turn.state().parked();
    for (Delivery delivery : parked.values()) {
      if (!ahead(turn, delivery)) {
        turn.unpark(turn.state().parked().without(delivery.entry()));
        deliver(turn, delivery);
      }
    }
  }

  private static Acknowledgement message(Turn turn, Delivery delivery, DeliveryBody.Message body)
      throws MlsException {
    Optional<GroupRow> row = turn.state().groups().find(delivery.group().hex());
    if (row.isEmpty()) {
      if (Gone.isBehindUs(turn, delivery.group().hex())) {
        return new Acknowledgement.Stored(delivery.entry());
      }
      if (Spent.knows(turn, Welcomes.held(delivery.group()))) {
        return new Acknowledgement.Later(delivery.entry());
      }
      if (delivery.offer() >= Limits.MAX_OFFERS) {
        // The group speaks to this client as to a member: its Welcome did not come.
        Rejoins.ask(turn, delivery.group());
      }
      return new Refused(delivery.entry(), Reason.UNKNOWN_GROUP);
    }
    PrivateMessage message;
    Received received;
    try {
      message = privateMessage(body.message().toArray());
      received = row.get().group().process(message, turn.now());
    } catch (MlsException e) {
      return Unreadable.answer(turn, row.get(), delivery, body, e.getMessage());
    }
    return opened(turn, row.get(), delivery, body, received);
  }

  /// Rules 17: "every handshake message is a PrivateMessage; a PublicMessage is refused."
  static PrivateMessage privateMessage(byte[] bytes) throws MlsException {
    if (MlsMessage.decode(bytes) instanceof PrivateMessage message) {
      return message;
    }
    throw new MlsException("A message to the group is not a PrivateMessage.");
  }

  private static Acknowledgement opened(
      Turn turn, GroupRow row, Delivery delivery, DeliveryBody.Message body, Received received)
      throws MlsException {
    switch (received) {
      case Received.ApplicationMessage message -> {
        turn.erase(message.consumed());
        turn.group(row.with(message.group()));
        Contents.received(turn, row, message, delivery, body);
      }
      case Received.ProposalMessage proposal -> {
        turn.erase(proposal.consumed());
        GroupRow with = row.with(proposal.group());
        // Rules 17: "Proposals go by value inside the Commit. One exception, leaving". Of any other
        // nothing comes: the next Commit ends it with its epoch.
        boolean leaving =
            GroupRules.isLeaving(
                new CommitSummary.Proposed(proposal.proposal(), proposal.sender()));
        turn.group(leaving ? with.proposalsDue(Healing.soon(turn, with)) : with);
      }
      case Received.CommitMessage commit -> {
        try {
          GroupRules.check(row.group(), commit.summary(), m -> Removals.unlisted(turn, m));
        } catch (MlsException e) {
          return Removals.waitsForList(turn, row, commit.summary(), delivery)
              ? new Acknowledgement.Later(delivery.entry())
              : Unreadable.against(turn, row, delivery, e.getMessage());
        }
        Commits.received(turn, row, commit);
      }
      case Received.Removal removal -> {
        try {
          GroupRules.check(row.group(), removal.summary(), m -> Removals.unlisted(turn, m));
        } catch (MlsException e) {
          GroupRow asItWas = row.with(removal.refused());
          turn.group(asItWas);
          return Unreadable.against(turn, asItWas, delivery, e.getMessage());
        }
        turn.erase(removal.consumed());
        Commits.removed(turn, row.with(removal.group()), removal.summary());
      }
      case Received.OwnMessage _ -> {}
    }
    taken(turn, delivery);
    return new Acknowledgement.Stored(delivery.entry());
  }

  /// Rules 14: what a queue dropped leaves "a visible gap, never silence".
  private static Acknowledgement tombstone(
      Turn turn, Delivery delivery, DeliveryBody.Tombstone tombstone) {
    Optional<GroupRow> row = turn.state().groups().find(delivery.group().hex());
    String key = row.map(GroupRow::talk).orElse("");
    Optional<Talk> talk = turn.state().talks().find(key);
    String title = talk.map(Talk::title).orElse("");
    if (!tombstone.rejoin() && Unreadable.isTold(turn, delivery.group().hex(), tombstone)) {
      taken(turn, delivery);
      return new Acknowledgement.Stored(delivery.entry());
    }
    LongFunction<Event> gap = n -> new Event.Gap(n, title, "", tombstone.count());
    boolean told = talk.isPresent() ? turn.note(talk.get(), gap) : turn.tell(gap).isPresent();
    if (told) {
      taken(turn, delivery);
      talk.ifPresent(of -> Gaps.told(turn, of, tombstone.count()));
    }
    if (tombstone.rejoin()) {
      // Without a row it was the Welcome that was lost.
      row.ifPresentOrElse(r -> Rejoins.lose(turn, r), () -> Rejoins.ask(turn, delivery.group()));
    }
    return new Acknowledgement.Stored(delivery.entry());
  }
}
