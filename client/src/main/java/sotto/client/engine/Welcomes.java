package sotto.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import sotto.client.Event;
import sotto.client.engine.GroupRow.Life;
import sotto.client.engine.Known.Standing;
import sotto.client.engine.Talk.Status;
import sotto.mls.codec.MlsException;
import sotto.mls.group.Consumed;
import sotto.mls.group.Group;
import sotto.mls.group.Joined;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.message.EncryptedGroupSecrets;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Welcome;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.Acknowledgement.Reason;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.group.ConversationData;
import sotto.protocol.group.ConversationData.Kind;
import sotto.protocol.identity.Address;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// A Welcome: a conversation of ours begins, or a lost one begins anew.
final class Welcomes {
  private Welcomes() {}

  /// @param tree the ratchet tree, when it is not inside
  static Acknowledgement received(
      Turn turn, Delivery delivery, DeliveryBody.Welcome body, Optional<byte[]> tree) {
    Joined joined;
    String reference;
    try {
      Welcome welcome = welcome(body.welcome().toArray());
      reference = mine(turn, welcome);
      joined =
          Group.join(
              turn.crypto().settings(),
              welcome,
              secrets(turn, reference),
              turn.self().leafKeys(),
              tree,
              turn.now());
      check(turn, delivery, joined);
    } catch (MlsException e) {
      return unopened(turn, delivery, e.getMessage());
    }
    if (Requests.tooMany(turn, joined)) {
      Requests.turnDown(turn, joined);
      return new Acknowledgement.Stored(delivery.entry());
    }
    return enter(turn, delivery, joined, reference);
  }

  private static Welcome welcome(byte[] bytes) throws MlsException {
    if (MlsMessage.decode(bytes) instanceof Welcome welcome) {
      return welcome;
    }
    throw new MlsException("What should be a Welcome is another message.");
  }

  /// A copy, because what the group uses up is erased, and a last-resort KeyPackage stays.
  static KeyPackageSecrets secrets(Turn turn, String reference) throws MlsException {
    return KeyPackageSecrets.decode(turn.state().packages().find(reference).orElseThrow().encode());
  }

  /// The KeyPackage of ours that it names.
  static String mine(Turn turn, Welcome welcome) throws MlsException {
    for (EncryptedGroupSecrets secrets : welcome.secrets()) {
      String reference = HexFormat.of().formatHex(secrets.newMember());
      if (turn.state().packages().contains(reference)) {
        return reference;
      }
      if (turn.state().packages().contains(Stock.LAST_RESORT + reference)) {
        return Stock.LAST_RESORT + reference;
      }
    }
    throw new MlsException("A Welcome names no KeyPackage that this client still has.");
  }

  private static void check(Turn turn, Delivery delivery, Joined joined) throws MlsException {
    Group group = joined.group();
    if (!group.suite().equals(Cryptography.SUITE)
        || !group.groupId().toString().equals(delivery.group().hex())) {
      throw new MlsException("A Welcome leads to another group than it was sent for.");
    }
    ConversationData data = GroupRules.data(group.context());
    List<Address> accounts = Identities.accounts(group);
    if (data.kind() == Kind.DIRECT
        && (accounts.size() != 2
            || !data.id().hex().equals(Talk.directId(accounts.getFirst(), accounts.getLast())))) {
      throw new MlsException("A conversation of two has other members, or another id, than two.");
    }
    Optional<GroupRow> known = turn.state().groups().find(delivery.group().hex());
    // RFC 9420 §12.4.3: "New members MUST verify that group_id is unique among the groups they are
    // currently participating in."
    if (known.filter(row -> !isGivenUp(turn, row, group)).isPresent()) {
      throw new MlsException("A Welcome leads to a group that this client is in already.");
    }
    boolean awaited = known.isPresent() || Spent.knows(turn, Rejoins.asked(delivery.group()));
    if (!GroupRules.couldInvite(group, data, joined.inviter())
        && data.kind() == Kind.MANY
        && !awaited) {
      throw new MlsException("A Welcome is by somebody who may not add members.");
    }
    if (data.kind() == Kind.MANY) {
      sameGroup(turn, delivery.group().hex(), data);
    }
  }

  /// Rules 18: a conversation outlives its groups, but who knows its id has not thereby the right
  /// to put another group in the place of the one that is written to.
  private static void sameGroup(Turn turn, String group, ConversationData data)
      throws MlsException {
    Optional<Talk> talk = turn.state().talks().find(data.id().hex());
    if (talk.isEmpty()) {
      return;
    }
    boolean ours =
        turn.state()
                .groups()
                .find(group)
                .filter(row -> row.talk().equals(data.id().hex()))
                .isPresent()
            || (Gone.isLeft(turn, group) || Spent.knows(turn, Rejoins.was(group)))
                && turn.state().groupsOf(talk.get().key()).isEmpty();
    if (!ours) {
      throw new MlsException("A Welcome leads to another group of a conversation that has one.");
    }
  }

  /// Lost, or it was until a Commit came that could be read after all: our leaf has been replaced
  /// nevertheless, as we had asked.
  private static boolean isGivenUp(Turn turn, GroupRow row, Group next) {
    boolean asked =
        row.rejoinAt().filter(at -> turn.now().isBefore(at.plus(Limits.REJOIN_VALID))).isPresent();
    return row.life() == Life.LOST
        || asked && Long.compareUnsigned(next.epoch(), row.group().epoch()) > 0;
  }

  /// Rules 20: "A Welcome that cannot be opened is answered with a rejoin" — where there is a group
  /// that we may ask.
  static Acknowledgement unopened(Turn turn, Delivery delivery, String why) {
    Optional<GroupRow> member =
        turn.state().groups().find(delivery.group().hex()).filter(row -> row.life() != Life.LOST);
    if (member.isPresent()) {
      // If it is true that our leaf was replaced, the next message or verdict shows that we are
      // behind, and then this client asks.
      Talk talk = turn.talk(member.get().talk());
      turn.note(
          talk,
          n ->
              new Event.Notice(
                  n,
                  Optional.of(talk.title()),
                  "Somebody invited this client anew into "
                      + talk.title()
                      + ", where it is a member and had not asked: the invitation was not followed."));
      return new Acknowledgement.Stored(delivery.entry());
    }
    if (delivery.offer() < Limits.MAX_OFFERS) {
      if (delivery.offer() == 1) {
        turn.tell(n ->
            new Event.Unreadable(
                n,
                Optional.empty(),
                "",
                "An invitation to a conversation cannot be opened: " + why,
                "it is tried again; then this client asks to be added anew"));
      }
      return new Acknowledgement.Refused(delivery.entry(), Reason.UNREADABLE);
    }
    Rejoins.ask(turn, delivery.group());
    return new Acknowledgement.Stored(delivery.entry());
  }

  private static Acknowledgement enter(
      Turn turn, Delivery delivery, Joined joined, String reference) {
    Group group = joined.group();
    Address inviter = Identities.address(joined.inviter());
    try {
      if (!Identities.learn(turn, group.members()).isEmpty()) {
        // Rules 13: "later" — until the user has decided about the changed key.
        Spent.keep(turn, held(delivery.group()));
        return new Acknowledgement.Later(delivery.entry());
      }
    } catch (MlsException e) {
      return new Acknowledgement.Refused(delivery.entry(), Reason.IDENTITY);
    }
    Spent.forget(turn, held(delivery.group()));
    ConversationData data = GroupRules.data(group);
    Talk talk = talk(turn, data, group, inviter);
    turn.state().groups().find(delivery.group().hex()).ifPresent(turn::dropGroup);
    boolean lastResort = reference.startsWith(Stock.LAST_RESORT);
    if (!lastResort) {
      KeyPackageSecrets used = turn.state().packages().find(reference).orElseThrow();
      turn.erase(new Consumed(List.of(used.initKey(), used.encryptionKey())));
      turn.erase(joined.consumed());
      turn.dropKeyPackage(reference);
    }
    // Rules 22: "within an hour of joining (at once when by a last-resort KeyPackage)".
    Instant path =
        lastResort
            ? turn.now()
            : turn.now()
                .plus(Duration.ofMinutes(5))
                .plusSeconds(turn.random().nextLong(Limits.PATH_AFTER_JOINING.toSeconds() - 600));
    turn.group(
        new GroupRow(
            group.groupId().toString(),
            talk.key(),
            Life.ACTIVE,
            group,
            Optional.empty(),
            path,
            0,
            Optional.empty(),
            Optional.empty()));
    List<String> others = Identities.accounts(group).stream().map(Address::toString).toList();
    Resends.grew(turn, group);
    Readmissions.resume(turn);
    Inbox.taken(turn, delivery);
    turn.note(
        talk, n -> new Event.Membership(n, talk.title(), others, List.of(), inviter.toString()));
    return new Acknowledgement.Stored(delivery.entry());
  }

  /// That a Welcome into this group waits for the user, and with it all that the group says.
  static String held(Bytes group) {
    return "held " + group.hex();
  }

  private static Talk talk(Turn turn, ConversationData data, Group group, Address inviter) {
    Address me = turn.self().me();
    Optional<Address> other =
        data.kind() == Kind.DIRECT
            ? Identities.accounts(group).stream().filter(a -> !a.equals(me)).findFirst()
            : Optional.empty();
    String key = other.map(o -> Talk.directKey(me, o)).orElse(data.id().hex());
    Optional<Talk> before = turn.state().talks().find(key);
    boolean accepted = inviter.equals(me) || turn.known(inviter).standing() == Standing.ACCEPTED;
    boolean wanted =
        before.filter(t -> t.status() != Status.LEFT && t.status() != Status.REQUEST).isPresent();
    Status status = accepted || wanted ? Status.ACTIVE : Status.REQUEST;
    Talk talk =
        before
            .map(t -> t.ended() ? t.asNewcomer() : t)
            .map(t -> t.in(status).named(data.name()))
            .orElseGet(() ->
                other
                    .map(o -> Talk.direct(me, o, status, turn.now()))
                    .orElseGet(() -> Talk.many(data, status, turn.now())));
    turn.talk(talk);
    if (status == Status.REQUEST) {
      Known known = turn.known(inviter);
      if (known.standing() == Standing.SEEN) {
        turn.contact(known.standing(Standing.REQUEST));
      }
      turn.note(talk, n -> new Event.Request(n, talk.title(), inviter.toString()));
    }
    return talk;
  }
}
