package sotto.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sotto.client.Event;
import sotto.client.engine.Intent.Addition;
import sotto.client.engine.Intent.Kind;
import sotto.client.engine.Talk.Status;
import sotto.mls.codec.MlsException;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.Group;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.group.Member;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.Acknowledgement.Reason;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.RejoinRequest;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// Rules 20: a client that lost a group's state asks the members to replace its leaf.
final class Rejoins {
  private static final Duration ONCE = Duration.ofDays(1);

  private Rejoins() {}

  // --- asking ---

  static void ask(Turn turn, GroupRow row) {
    boolean recently = row.rejoinAt().filter(at -> at.plus(ONCE).isAfter(turn.now())).isPresent();
    if (recently) {
      return;
    }
    turn.group(row.rejoinAsked(turn.now()));
    Talk talk = turn.talk(row.talk());
    if (talk.status() == Status.ACTIVE) {
      turn.talk(talk.in(Status.REJOINING));
    }
    request(turn, Bytes.of(row.group().groupId().value()), row.talk(), row.id());
  }

  /// For a group that this client never entered.
  static void ask(Turn turn, Bytes group) {
    String day = "asked " + group.hex() + " " + turn.now().getEpochSecond() / ONCE.toSeconds();
    if (turn.archived(Table.SPENT, day).isEmpty()) {
      turn.archive(Table.SPENT, day, "", new byte[0]);
      turn.archive(Table.SPENT, asked(group), "", new byte[0]);
      request(turn, group, "", group.hex());
    }
  }

  /// That this client asked to be let into a group which it never entered.
  static String asked(Bytes group) {
    return "asked " + group.hex();
  }

  /// The server does not have us on the group's roster: there is nothing to come back to.
  static void refused(Turn turn, Optional<GroupRow> row) {
    if (row.isEmpty()) {
      return;
    }
    turn.dropGroup(row.get());
    Talk talk = turn.talk(row.get().talk());
    if (turn.state().groupsOf(talk.key()).isEmpty() && !talk.ended()) {
      boolean direct = talk.other().isPresent();
      turn.talk(talk.in(direct ? Status.FOUNDING : Status.LEFT));
      if (!direct) {
        Outbox.abandon(
            turn, talk.key(), Trouble.refused("You are no longer a member of this conversation."));
      }
    }
  }

  /// Asks again for what was not answered within a day.
  static void pump(Turn turn) {
    for (GroupRow row : turn.state().groups().values()) {
      if (row.life() == GroupRow.Life.LOST) {
        ask(turn, row);
      }
    }
  }

  private static void request(Turn turn, Bytes group, String talk, String row) {
    KeyPackageSecrets fresh =
        KeyPackageSecrets.create(
            turn.crypto().crypto(),
            Cryptography.SUITE,
            turn.crypto().identity(turn.self()),
            Stock.lifetime(turn),
            turn.random());
    turn.keyPackage(Stock.reference(turn, fresh), fresh);
    RejoinRequest request =
        new RejoinRequest(
            turn.self().who(),
            group,
            Bytes.wrap(fresh.keyPackage().toMessage()),
            turn.now(),
            Bytes.wrap(turn.randomBytes(16)));
    SignedRejoinRequest signed =
        SignedRejoinRequest.sign(request, turn.crypto().signer(turn.self().leafKeys()));
    Submission submission =
        new Submission(Commits.submissionId(turn), 0, group, 0, new SubmissionBody.Rejoin(signed));
    turn.outgoing(
        n -> new Outgoing(n, talk, new Outgoing.Body.Handshake(row), Optional.of(submission), -1));
  }

  // --- being asked ---

  static Acknowledgement received(Turn turn, Delivery delivery, DeliveryBody.Rejoin body) {
    Optional<GroupRow> row = turn.state().groups().find(delivery.group().hex());
    if (row.isEmpty()) {
      return new Acknowledgement.Stored(delivery.entry());
    }
    try {
      String seen = "kp " + Hash.sha256(body.request().request().keyPackage().toArray()).hex();
      if (turn.archived(Table.SPENT, seen).isPresent()) {
        throw new MlsException("A rejoin request was honoured before.");
      }
      Addition addition = checked(turn, row.get(), body.request());
      turn.archive(Table.SPENT, seen, "", new byte[0]);
      boolean first = turn.archived(Table.SPENT, today(turn, row.get(), addition.who())).isEmpty();
      turn.archive(Table.SPENT, today(turn, row.get(), addition.who()), "", new byte[0]);
      RejoinWish wish = RejoinWish.of(row.get(), body.request(), first);
      turn.archive(Table.SPENT, wish.key(), "", wish.encoded());
      if (first) {
        honour(turn, row.get(), addition);
      } else {
        askHuman(turn, row.get(), addition.who());
      }
      return new Acknowledgement.Stored(delivery.entry());
    } catch (MlsException e) {
      return new Acknowledgement.Refused(delivery.entry(), Reason.POLICY);
    }
  }

  private static void honour(Turn turn, GroupRow row, Addition addition) {
    Instant when =
        Healing.soon(turn, row).filter(at -> !lowestPresent(row, addition)).orElse(turn.now());
    turn.intent(id ->
        Intent.of(Kind.REJOIN, id, row.talk(), 0, List.of(addition.who().address()))
            .with(addition.who().address(), new Intent.Gathered(List.of(addition)))
            .named(leafOf(row.group(), addition).map(Rejoins::key).orElse(""))
            .due(when));
  }

  /// "… and it is the client's first today (else a human confirms)."
  private static void askHuman(Turn turn, GroupRow row, ClientAddress who) {
    Talk talk = turn.talk(row.talk());
    turn.note(
        talk,
        n ->
            new Event.Notice(
                n,
                Optional.of(talk.title()),
                who.address()
                    + " asks once more today to be added again to "
                    + talk.title()
                    + ": ask whether that is so, then run trust "
                    + who.address()
                    + "."));
  }

  /// The user says that these requests are that person's own.
  static void confirmed(Turn turn, Address address) {
    resume(turn, member -> Identities.address(member).equals(address));
  }

  /// What was to be honoured before this process began.
  static void resume(Turn turn) {
    resume(turn, _ -> false);
  }

  private static void resume(Turn turn, Predicate<Member> confirmed) {
    for (GroupRow row : turn.state().groups().values()) {
      for (Member member : row.group().members()) {
        Optional<byte[]> kept =
            turn.archived(Table.SPENT, RejoinWish.key(row, Identities.who(member)));
        boolean begun =
            turn.state().intents().values().stream()
                .anyMatch(i ->
                    i.kind() == Kind.REJOIN
                        && i.talk().equals(row.talk())
                        && i.members().contains(Identities.address(member)));
        if (kept.isPresent() && !begun) {
          resume(turn, row, member, kept.get(), confirmed.test(member));
        }
      }
    }
  }

  private static void resume(
      Turn turn, GroupRow row, Member member, byte[] kept, boolean confirmed) {
    try {
      RejoinWish wish = RejoinWish.decode(row, kept);
      if (!wish.isOf(member)) {
        forget(turn, row, Identities.who(member)); // another member was faster
      } else if (wish.free() || confirmed) {
        turn.archive(Table.SPENT, wish.key(), "", wish.confirmed().encoded());
        honour(turn, row, checked(turn, row, wish.request()));
      }
    } catch (MlsException e) {
      forget(turn, row, Identities.who(member)); // too old by now
    }
  }

  static void forget(Turn turn, GroupRow row, ClientAddress who) {
    turn.change(new Change.Delete(Table.SPENT, RejoinWish.key(row, who)));
  }

  private static String today(Turn turn, GroupRow row, ClientAddress who) {
    return "rejoin "
        + row.id()
        + who.client().hex()
        + turn.now().getEpochSecond() / ONCE.toSeconds();
  }

  private static boolean lowestPresent(GroupRow row, Addition who) {
    Group group = row.group();
    return group.members().stream()
        .filter(member -> !Identities.who(member).equals(who.who()))
        .findFirst()
        .filter(member -> member.index().equals(group.me().index()))
        .isPresent();
  }

  /// "A member honours it only if that credential and key are in its tree …, the KeyPackage was
  /// never seen, the request is under a day old, and it is the client's first today".
  private static Addition checked(Turn turn, GroupRow row, SignedRejoinRequest signed)
      throws MlsException {
    RejoinRequest request = signed.request();
    Member member = leaf(row.group(), signed);
    LeafKey leaf = LeafKey.of(member.signatureKey());
    signed.verified(turn.crypto().check(), leaf);
    if (!(MlsMessage.decode(request.keyPackage().toArray()) instanceof KeyPackage fresh)
        || fresh.cipherSuite() != Cryptography.SUITE.id()
        || !LeafKey.of(fresh.leafNode().signatureKey()).equals(leaf)
        || !fresh.leafNode().credential().equals(member.credential())) {
      throw new MlsException("A rejoin request brings another client's KeyPackage.");
    }
    Duration age = Duration.between(request.at(), turn.now()).abs();
    if (age.compareTo(Limits.REJOIN_VALID) > 0) {
      throw new MlsException("A rejoin request is older than a day.");
    }
    return new Addition(request.who(), fresh);
  }

  private static Member leaf(Group group, SignedRejoinRequest signed) throws MlsException {
    for (Member member : group.members()) {
      if (Identities.who(member).equals(signed.request().who())) {
        return member;
      }
    }
    throw new MlsException("A client that is no member asks to rejoin.");
  }

  private static Optional<Member> leafOf(Group group, Addition who) {
    return group.members().stream()
        .filter(member -> Identities.who(member).equals(who.who()))
        .findFirst();
  }

  private static String key(Member member) {
    return Hash.sha256(member.leaf().encryptionKey()).hex();
  }

  /// One Commit "removes the old leaf and adds the KeyPackage"; nothing, when another's has.
  static void commit(Turn turn, Intent intent, GroupRow row) throws MlsException {
    Addition addition = Intents.additions(intent, intent.members().getFirst()).getFirst();
    Optional<Member> old = leafOf(row.group(), addition);
    // Another leaf than the one that was lost: somebody has acted, and the KeyPackage is used up.
    boolean done = old.filter(member -> key(member).equals(intent.name())).isEmpty();
    if (done) {
      forget(turn, row, addition.who());
      turn.dropIntent(intent.id());
      return;
    }
    Commits.Draft draft =
        Commits.make(
            turn,
            row.group(),
            CommitRequest.update().remove(old.get().index()).add(addition.keyPackage()));
    turn.intent(intent.staged(true));
    Commits.stage(turn, row, draft, intent.id());
  }
}
