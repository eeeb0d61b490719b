package sotto.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sotto.client.Event;
import sotto.client.engine.GroupRow.Life;
import sotto.client.engine.Intent.Addition;
import sotto.client.engine.Intent.Kind;
import sotto.mls.codec.MlsException;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.Group;
import sotto.mls.group.Member;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.Acknowledgement.Reason;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.RejoinRequest;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.limits.Limits;

/// Rules 20, on the members' side: whose request to rejoin is honoured, by whom, and when.
final class Readmissions {
  private static final Duration ONCE = Duration.ofDays(1);
  private static final Duration LATER = Duration.ofMinutes(1);

  private Readmissions() {}

  static Acknowledgement received(Turn turn, Delivery delivery, DeliveryBody.Rejoin body) {
    Optional<GroupRow> row = turn.state().groups().find(delivery.group().hex());
    RejoinRequest request = body.request().request();
    if (row.isEmpty() || lost(turn, row.get(), request.who()).isEmpty()) {
      return new Acknowledgement.Stored(delivery.entry()); // of nobody whom we could let in
    }
    try {
      String seen = "kp " + Hash.sha256(request.keyPackage().toArray()).hex();
      if (Spent.knows(turn, seen)) {
        throw new MlsException("The KeyPackage of a rejoin request was seen before.");
      }
      Addition addition = checked(turn, row.get(), body.request());
      Spent.rememberKeyPackage(turn, seen);
      boolean first = !Spent.knows(turn, today(turn, row.get(), addition.who()));
      Spent.remember(turn, today(turn, row.get(), addition.who()));
      RejoinWish wish =
          new RejoinWish(
              RejoinWish.key(row.get().id(), addition.who()),
              body.request(),
              lost(turn, row.get(), addition.who()).orElseThrow().encryptionKey(),
              first);
      Spent.keep(turn, wish.key(), wish.encoded());
      if (row.get().life() == Life.LOST) {
        Founding.besides(turn, row.get());
      } else if (first) {
        honour(turn, row.get(), addition);
      } else {
        askHuman(turn, row.get(), addition.who());
      }
      Inbox.taken(turn, delivery);
      return new Acknowledgement.Stored(delivery.entry());
    } catch (MlsException e) {
      return delivery.offer() < Limits.MAX_OFFERS
          ? new Acknowledgement.Refused(delivery.entry(), Reason.POLICY)
          : new Acknowledgement.Stored(delivery.entry()); // it is no gap in the conversation
    }
  }

  /// The leaf that the client lost: in the tree, or removed for its age by this client.
  private static Optional<LeafNode> lost(Turn turn, GroupRow row, ClientAddress who) {
    return row.group().members().stream()
        .filter(member -> Identities.who(member).equals(who))
        .findFirst()
        .map(Member::leaf)
        .or(() -> Aged.find(turn, row.id(), who));
  }

  private static void honour(Turn turn, GroupRow row, Addition addition) {
    Instant when =
        Healing.soon(turn, row).filter(at -> !lowestPresent(row, addition)).orElse(turn.now());
    turn.intent(id ->
        Intent.of(Kind.REJOIN, id, row.talk(), 0, List.of(addition.who().address()))
            .with(addition.who().address(), new Intent.Gathered(List.of(addition)))
            .named(name(row, leafOf(row.group(), addition).map(Readmissions::key).orElse("")))
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
                    + ". That only adds it again, and marks no key as verified."));
  }

  /// The user says that these requests are that person's own.
  ///
  /// @return whether there were any
  static boolean confirmed(Turn turn, Address address) {
    return resume(turn, address::equals);
  }

  /// What was to be honoured before this process began, or while this client was lost itself.
  static void resume(Turn turn) {
    resume(turn, _ -> false);
  }

  /// @return whether a request was honoured for that word alone
  private static boolean resume(Turn turn, Predicate<Address> confirmed) {
    boolean any = false;
    for (GroupRow row : turn.state().groups().values()) {
      for (Member member : row.group().members()) {
        any |= resume(turn, row, Identities.who(member), confirmed);
      }
      for (ClientAddress aged : Aged.all(turn, row.id())) {
        any |= resume(turn, row, aged, confirmed);
      }
    }
    return any;
  }

  private static boolean resume(
      Turn turn, GroupRow row, ClientAddress who, Predicate<Address> confirmed) {
    Optional<byte[]> kept = Spent.find(turn, RejoinWish.key(row.id(), who));
    boolean begun =
        turn.state().intents().values().stream()
            .anyMatch(i ->
                i.kind() == Kind.REJOIN
                    && i.name().startsWith(name(row, ""))
                    && i.members().contains(who.address()));
    Optional<LeafNode> leaf = lost(turn, row, who);
    if (kept.isEmpty() || begun || leaf.isEmpty() || row.life() == Life.LOST) {
      return false;
    }
    try {
      RejoinWish wish = RejoinWish.decode(row, kept.get());
      if (!wish.isOf(leaf.get())) {
        forget(turn, row, who); // another member was faster
      } else if (wish.free() || confirmed.test(who.address())) {
        Spent.keep(turn, wish.key(), wish.confirmed().encoded());
        honour(turn, row, checked(turn, row, wish.request()));
        return !wish.free();
      }
    } catch (MlsException e) {
      forget(turn, row, who); // too old by now
    }
    return false;
  }

  static void forget(Turn turn, GroupRow row, ClientAddress who) {
    Spent.forget(turn, RejoinWish.key(row.id(), who));
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

  /// "A member honours it only if that credential and key are in its tree and on the current list,
  /// the KeyPackage was never seen, the request is under a day old, and it is the client's first
  /// today". The list is asked for before the Commit is made.
  private static Addition checked(Turn turn, GroupRow row, SignedRejoinRequest signed)
      throws MlsException {
    RejoinRequest request = signed.request();
    LeafNode lost =
        lost(turn, row, request.who())
            .orElseThrow(() -> new MlsException("A client that is no member asks to rejoin."));
    LeafKey leaf = LeafKey.of(lost.signatureKey());
    signed.verified(turn.crypto().check(), leaf);
    if (!request.group().hex().equals(row.id())) {
      throw new MlsException("A rejoin request is for another group.");
    }
    if (!(MlsMessage.decode(request.keyPackage().toArray()) instanceof KeyPackage fresh)
        || fresh.cipherSuite() != Cryptography.SUITE.id()
        || !LeafKey.of(fresh.leafNode().signatureKey()).equals(leaf)
        || !fresh.leafNode().credential().equals(lost.credential())) {
      throw new MlsException("A rejoin request brings another client's KeyPackage.");
    }
    Group.check(turn.crypto().settings(), fresh, turn.now());
    if (!(fresh.leafNode().source() instanceof LeafNodeSource.KeyPackage dated)
        || !dated.lifetime().isAtMost(Limits.KEY_PACKAGE_MAX_LIFE)) {
      throw new MlsException("The KeyPackage of a rejoin request lives too long.");
    }
    Duration age = Duration.between(request.at(), turn.now()).abs();
    if (age.compareTo(Limits.REJOIN_VALID) > 0) {
      throw new MlsException("A rejoin request is older than a day.");
    }
    return new Addition(request.who(), fresh);
  }

  private static Optional<Member> leafOf(Group group, Addition who) {
    return group.members().stream()
        .filter(member -> Identities.who(member).equals(who.who()))
        .findFirst();
  }

  /// Which group, of those beneath a conversation, and which leaf of it.
  private static String name(GroupRow row, String leaf) {
    return row.id() + " " + leaf;
  }

  /// The group that a client asked to be let into again: not always the one that is written to.
  static Optional<GroupRow> groupOf(Turn turn, Intent intent) {
    return turn.state().groups().values().stream()
        .filter(row -> intent.name().startsWith(name(row, "")))
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
    boolean wanted =
        old.isPresent()
            ? name(row, key(old.get())).equals(intent.name())
            : Aged.find(turn, row.id(), addition.who()).isPresent() && mayAdd(row);
    if (!wanted) {
      forget(turn, row, addition.who());
      turn.dropIntent(intent.id());
      return;
    }
    if (!intent.listed() && !addition.who().address().equals(turn.self().me())) {
      Directory.list(turn, addition.who().address()); // its answer goes on with this
      return;
    }
    CommitRequest request = CommitRequest.update().add(addition.keyPackage());
    Commits.Draft draft =
        Commits.make(
            turn, row.group(), old.isPresent() ? request.remove(old.get().index()) : request);
    turn.intent(intent.staged(true));
    Commits.stage(turn, row, draft, intent.id());
  }

  private static boolean mayAdd(GroupRow row) {
    Group group = row.group();
    return GroupRules.isAdministrator(group, GroupRules.data(group), group.me());
  }

  // --- "and on the current list" ---

  private static List<Intent> of(Turn turn, Address address) {
    return turn.state().intents().values().stream()
        .filter(i -> i.kind() == Kind.REJOIN && i.members().contains(address) && !i.staged())
        .toList();
  }

  /// The directory gave out the list as it is now.
  static void listed(Turn turn, Address address, ClientList list) {
    for (Intent intent : of(turn, address)) {
      Addition addition = Intents.additions(intent, address).getFirst();
      LeafKey leaf = LeafKey.of(addition.keyPackage().leafNode().signatureKey());
      boolean named =
          list.client(addition.who().client())
              .filter(client -> client.leaf().equals(leaf))
              .isPresent();
      if (named) {
        turn.intent(intent.onList());
      } else {
        drop(turn, intent, addition.who());
      }
    }
  }

  /// There is no list that could be believed.
  static void unlisted(Turn turn, Address address) {
    for (Intent intent : of(turn, address)) {
      drop(turn, intent, Intents.additions(intent, address).getFirst().who());
    }
  }

  /// The directory could not answer now.
  static void postponed(Turn turn, Address address) {
    of(turn, address).forEach(intent -> turn.intent(intent.due(turn.now().plus(LATER))));
  }

  private static void drop(Turn turn, Intent intent, ClientAddress who) {
    turn.dropIntent(intent.id());
    turn.state().groupsOf(intent.talk()).forEach(row -> forget(turn, row, who));
    Talk talk = turn.talk(intent.talk());
    turn.note(
        talk,
        n ->
            new Event.Notice(
                n,
                Optional.of(talk.title()),
                "A client that is not on the list of "
                    + who.address()
                    + " asked to be added again to "
                    + talk.title()
                    + ": it was not."));
  }
}
