package sotto.client.engine;

import java.util.List;
import java.util.Optional;
import sotto.client.Event;
import sotto.client.engine.Known.Standing;
import sotto.client.engine.Talk.Status;
import sotto.mls.group.Group;
import sotto.mls.group.Joined;
import sotto.protocol.identity.Address;
import sotto.protocol.limits.Limit;

/// Rules 25: conversations that strangers began and nobody has accepted. They are the one thing of
/// which anybody with an account could fill a profile, so that there is an end to them.
final class Requests {
  /// That may wait for a decision.
  static final int MOST_OPEN = 100;

  /// That are taken in a day, also when those before were taken back.
  static final int A_DAY = 500;

  /// Messages of one that are kept before it is accepted, whatever their size.
  static final int MOST_MESSAGES = 200;

  /// Beyond that, short ones of all requests together: who was away finds what a friend-to-be has
  /// written, and a profile does not grow without end.
  static final int MOST_SHORT = 20_000;

  /// Characters of a short one.
  static final int SHORT = 2_048;

  private Requests() {}

  /// Whether this would be one more than is taken, or larger than any conversation of this server;
  /// one that is taken counts for its day.
  static boolean tooMany(Turn turn, Joined joined) {
    Address inviter = Identities.address(joined.inviter());
    boolean stranger =
        !inviter.equals(turn.self().me()) && turn.known(inviter).standing() != Standing.ACCEPTED;
    boolean known =
        turn.state().groups().contains(joined.group().groupId().toString())
            || Identities.accounts(joined.group()).size() == 2
                && turn.state().talks().contains(Talk.directKey(turn.self().me(), inviter));
    return stranger
        && !known
        && (open(turn.state()) >= MOST_OPEN
            || joined.group().members().size() > turn.link().policy().of(Limit.CONVERSATION_MEMBERS)
            || !Spent.takes(turn, "requests " + Spent.today(turn), A_DAY));
  }

  private static long open(State state) {
    return state.talks().values().stream().filter(t -> t.status() == Status.REQUEST).count();
  }

  static void turnDown(Turn turn, Joined joined) {
    Gone.ignore(turn, joined.group().groupId().toString());
    turn.tell(n ->
        new Event.Notice(
            n,
            Optional.empty(),
            Identities.address(joined.inviter())
                + " invites this client to a conversation, and too many such requests wait: accept"
                + " or decline some. This one was not taken."));
  }

  /// Whether a message comes on top of all that is kept of a request.
  static boolean isFull(State state, Talk talk, String text) {
    return talk.status() == Status.REQUEST
        && talk.unread() >= MOST_MESSAGES
        && (text.length() > SHORT || unread(state) >= MOST_SHORT);
  }

  private static long unread(State state) {
    return state.talks().values().stream()
        .filter(talk -> talk.status() == Status.REQUEST)
        .mapToLong(Talk::unread)
        .sum();
  }

  /// Whether a conversation was neither accepted nor anything said in it.
  static boolean isEmpty(Talk talk) {
    return talk.status() == Status.REQUEST && talk.heard().isEmpty();
  }

  /// Who had asked took it back before anything was said: nothing of it is kept. What was said
  /// stays, because it may have been read.
  static void withdrawn(Turn turn, GroupRow row, Talk talk) {
    Gone.ignore(turn, row.id());
    turn.dropGroup(row);
    if (!turn.state().groupsOf(talk.key()).isEmpty()) {
      return;
    }
    turn.state().events().entries().stream()
        .filter(event -> event.getValue().talk().equals(talk.key()))
        .forEach(event -> turn.dropEvent(event.getKey()));
    turn.change(new Change.Clear(Table.HISTORY, talk.key()));
    turn.dropTalk(talk.key());
    forgetStrangers(turn, row.group());
  }

  /// Whoever is known from there alone.
  private static void forgetStrangers(Turn turn, Group group) {
    List<Group> others = turn.state().groups().values().stream().map(GroupRow::group).toList();
    for (Address address : Identities.accounts(group)) {
      Known known = turn.known(address);
      boolean elsewhere =
          others.stream().anyMatch(other -> Identities.accounts(other).contains(address));
      boolean decided =
          known.standing() == Standing.ACCEPTED
              || known.verified()
              || known.expected().isPresent()
              || !known.mayBeWrittenTo();
      if (!elsewhere && !decided && !address.equals(turn.self().me())) {
        turn.dropContact(address);
      }
    }
  }
}
