package sotto.client.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.client.engine.GroupRow.Life;
import sotto.client.engine.Talk.Status;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
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
import sotto.protocol.wire.Fields;

/// Leaves that nobody speaks for any more: off their account's list (rules 4), gone from the server
/// (rules 15), or without a Commit for 90 days (rules 22). Everybody can check the first, so that
/// every member commits it; of the others only an administrator's word counts.
final class Removals {
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
        turn.state()
            .groupOf(talk)
            .ifPresent(
                row -> turn.archive(Table.SPENT, gone(row.id(), missed.who()), "", new byte[0]));
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

  private static void seen(Turn turn, GroupRow row, Member member) {
    Writer out = new Writer();
    Fields.time(out, turn.now());
    turn.archive(Table.SPENT, lastCommit(row, member), "", out.toBytes());
  }

  private static boolean silent(Turn turn, GroupRow row, Member member) {
    Optional<byte[]> last = turn.archived(Table.SPENT, lastCommit(row, member));
    if (last.isEmpty()) {
      seen(turn, row, member); // from now on it is watched
      return false;
    }
    try {
      Instant at = Fields.time(new Reader(last.get()));
      return at.plus(Limits.LEAF_WITHOUT_COMMIT).isBefore(turn.now());
    } catch (MlsException e) {
      throw new IllegalStateException("A stored time cannot be read.", e);
    }
  }

  private static String gone(String group, ClientAddress who) {
    return "gone " + group + " " + who.client().hex();
  }

  private static String lastCommit(GroupRow row, Member member) {
    return "committed " + row.id() + " " + Identities.who(member).client().hex();
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
      }
    }
    return whole;
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
      boolean dead =
          may
              && !me
              && (turn.archived(Table.SPENT, marked).isPresent() || silent(turn, row, member));
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

  /// A group of two without the other is over; the next one is made with the clients of the list.
  private static void anew(Turn turn, GroupRow row) {
    turn.archive(Table.SPENT, "left " + row.id(), "", new byte[0]);
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
    if (doubtful.isEmpty() || turn.archived(Table.SPENT, asked).isPresent()) {
      return false;
    }
    turn.archive(Table.SPENT, asked, "", new byte[0]);
    doubtful.forEach(address -> Directory.list(turn, address));
    return true;
  }
}
