package sotto.client.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.client.Event;
import sotto.client.engine.GroupRow.Life;
import sotto.client.engine.Talk.Status;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.CommitSummary;
import sotto.mls.group.Group;
import sotto.mls.group.Member;
import sotto.mls.message.Proposal;
import sotto.mls.message.Sender;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.limits.Limits;

/// Leaves that nobody speaks for any more: off their account's list (rules 4), gone from the server
/// (rules 15), or without a Commit for 90 days (rules 22). Everybody can check the first, so that
/// every member commits it; of the others only an administrator's word counts.
final class Removals {
  private static final String SERVER_CLOCK = "server clock";

  private Removals() {}

  // --- what is known ---

  /// Whether the account's newest list does not name that client.
  static boolean unlisted(Turn turn, Member member) {
    ClientAddress who = Identities.who(member);
    Optional<SignedClientList> list =
        who.address().equals(turn.self().me())
            ? turn.self().list()
            : turn.known(who.address()).list();
    return list.filter(signed -> signed.list().client(who.client()).isEmpty()).isPresent();
  }

  /// Rules 15: "`gone` makes the next Commit remove that leaf".
  static void missed(Turn turn, String talk, Verdict.Accepted accepted) {
    for (Verdict.Missed missed : accepted.notReached()) {
      if (missed.why() == Verdict.Missed.Reason.GONE) {
        turn.state().groupOf(talk).ifPresent(row -> Spent.keep(turn, gone(row.id(), missed.who())));
        // Why, the account's list says, or that its address was released.
        Directory.list(turn, missed.who().address());
      }
    }
  }

  /// A member has committed: its leaf is alive.
  static void committed(Turn turn, GroupRow row, CommitSummary summary) {
    if (summary.committer() instanceof Sender.Member sender) {
      row.group().member(sender.leaf()).ifPresent(member -> seen(turn, row, member));
    }
    summary.added().forEach(added -> seen(turn, row, added));
  }

  /// The server told the time: at every login, and with every Commit that it took.
  static void serverSays(Turn turn, Instant time) {
    Spent.keep(turn, SERVER_CLOCK, time);
  }

  /// By the later of both clocks, and judged by the earlier: neither alone makes a member old.
  private static void seen(Turn turn, GroupRow row, Member member) {
    Instant now = turn.now();
    Instant later = Spent.time(turn, SERVER_CLOCK).filter(now::isBefore).orElse(now);
    Spent.keep(turn, lastCommit(row.id(), Identities.who(member)), later);
  }

  private static boolean silent(Turn turn, GroupRow row, Member member) {
    Optional<Instant> last = Spent.time(turn, lastCommit(row.id(), Identities.who(member)));
    if (last.isEmpty()) {
      seen(turn, row, member); // from now on it is watched
    }
    Instant now = turn.now();
    Instant earlier = Spent.time(turn, SERVER_CLOCK).filter(now::isAfter).orElse(now);
    return last.filter(at -> at.plus(Limits.LEAF_WITHOUT_COMMIT).isBefore(earlier)).isPresent();
  }

  /// Nothing is remembered of who is no member any more.
  static void forget(Turn turn, String group, ClientAddress who) {
    Spent.forget(turn, gone(group, who));
    Spent.forget(turn, lastCommit(group, who));
    Spent.forget(turn, RejoinWish.key(group, who));
  }

  private static String gone(String group, ClientAddress who) {
    return "gone " + group + " " + who.client().hex();
  }

  private static String lastCommit(String group, ClientAddress who) {
    return "committed " + group + " " + who.client().hex();
  }

  // --- what is done ---

  /// The Commit that is about to be made, with those removals that are due.
  static CommitRequest with(Turn turn, GroupRow row, CommitRequest request) {
    CommitRequest whole = request;
    for (Member member : due(turn, row)) {
      Proposal remove = new Proposal.Remove(member.index());
      boolean proposed =
          whole.proposals().contains(remove)
              || row.group().proposals().values().stream()
                  .anyMatch(waiting -> waiting.proposal().equals(remove));
      if (!proposed) {
        whole = whole.remove(member.index());
        onlyForAge(turn, row, member);
      } else {
        Aged.forget(turn, row.id(), Identities.who(member));
      }
    }
    return whole;
  }

  /// Rules 22: "its owner rejoins" — who is gone from the server, or off the list, does not.
  private static void onlyForAge(Turn turn, GroupRow row, Member member) {
    boolean other =
        unlisted(turn, member) || Spent.knows(turn, gone(row.id(), Identities.who(member)));
    if (other) {
      Aged.forget(turn, row.id(), Identities.who(member));
    } else {
      Aged.remember(turn, row.id(), member);
    }
  }

  /// Whether our own leaf was old enough to be removed for nothing but that.
  static boolean longSilent(Turn turn, GroupRow row) {
    Instant lastCommit = row.pathAt().minus(Limits.PATH_AFTER);
    return turn.talk(row.talk()).other().isEmpty()
        && lastCommit.plus(Limits.LEAF_WITHOUT_COMMIT).isBefore(turn.now());
  }

  /// An administrator wants somebody out: who was removed for age only may not come back either.
  ///
  /// @return whether there was such a one
  static boolean withdrawn(Turn turn, String group, Address address) {
    boolean found = false;
    for (ClientAddress who : Aged.all(turn, group)) {
      found |= who.address().equals(address) && Aged.forget(turn, group, who);
    }
    return found;
  }

  private static List<Member> due(Turn turn, GroupRow row) {
    Group group = row.group();
    List<Member> due = new ArrayList<>();
    if (turn.talk(row.talk()).other().isPresent()) {
      return due; // of two nobody would be left
    }
    boolean may = GroupRules.isAdministrator(group, GroupRules.data(group), group.me());
    for (Member member : group.members()) {
      boolean me = member.index().equals(group.me().index());
      String marked = gone(row.id(), Identities.who(member));
      boolean dead = may && !me && (Spent.knows(turn, marked) || silent(turn, row, member));
      if (!me && (dead || unlisted(turn, member))) {
        due.add(member);
      }
    }
    return due;
  }

  /// Rules 4: "Whoever first sees a list without a member's client commits its Remove before
  /// sending anything."
  static void listed(Turn turn, Address address) {
    for (GroupRow row : turn.state().groups().values()) {
      boolean lacking =
          row.life() == Life.ACTIVE
              && row.group().members().stream()
                  .anyMatch(m -> Identities.address(m).equals(address) && unlisted(turn, m));
      if (lacking && turn.talk(row.talk()).other().isPresent()) {
        anew(turn, row);
      } else if (lacking) {
        turn.group(row.pathDue(turn.now()));
      }
    }
  }

  /// Of our own clients nobody knows better: what was added under our name, and is not on our list,
  /// goes before anything is said.
  static void disown(Turn turn, String group, List<Member> added) {
    boolean ghost =
        added.stream()
            .anyMatch(m -> Identities.address(m).equals(turn.self().me()) && unlisted(turn, m));
    if (!ghost) {
      return;
    }
    GroupRow row = turn.state().groups().find(group).orElseThrow();
    turn.group(row.pathDue(turn.now()));
    Talk talk = turn.talk(row.talk());
    turn.note(
        talk,
        n ->
            new Event.Notice(
                n,
                Optional.of(talk.title()),
                "Somebody added a client to "
                    + talk.title()
                    + " that bears your address and is not yours: it is removed before anything is"
                    + " sent."));
  }

  /// A group of two without the other is over; the next one is made with the clients of the list.
  private static void anew(Turn turn, GroupRow row) {
    Gone.leave(turn, row.id());
    row.staged().ifPresent(staged -> turn.dropOutgoing(staged.outgoing()));
    turn.dropGroup(row);
    Talk talk = turn.talk(row.talk());
    if (turn.state().groupsOf(talk.key()).isEmpty() && !talk.ended()) {
      turn.talk(talk.in(Status.FOUNDING));
    }
  }

  // --- others' Commits ---

  /// Whether a Commit removes clients that are still on the lists that we know: a newer one is
  /// asked for, once, before the Commit is judged.
  static boolean waitsForList(Turn turn, GroupRow row, CommitSummary summary, Delivery delivery) {
    List<Address> doubtful = new ArrayList<>();
    for (Member removed : summary.removed()) {
      Address address = Identities.address(removed);
      if (!unlisted(turn, removed) && !address.equals(turn.self().me())) {
        doubtful.add(address);
      }
    }
    String asked = "listed " + row.id() + " " + row.group().epoch() + " " + delivery.entry();
    if (doubtful.isEmpty() || Spent.knows(turn, asked)) {
      return false;
    }
    Spent.remember(turn, asked);
    doubtful.forEach(address -> Directory.list(turn, address));
    return true;
  }
}
