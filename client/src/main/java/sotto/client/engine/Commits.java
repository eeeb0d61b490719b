package sotto.client.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import sotto.client.Event;
import sotto.client.engine.GroupRow.Life;
import sotto.client.engine.GroupRow.Staged;
import sotto.client.engine.Talk.Status;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Secret;
import sotto.mls.group.Adopted;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.CommitSummary;
import sotto.mls.group.Committed;
import sotto.mls.group.Group;
import sotto.mls.group.Member;
import sotto.mls.group.Received;
import sotto.mls.message.Sender;
import sotto.mls.tree.LeafNodeSource;
import sotto.protocol.content.PaddingClasses;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.WelcomeFor;
import sotto.protocol.group.ForkTag;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// Rules 8: a Commit of ours takes effect when the server accepted it; a refused one is dropped and
/// the winner applied.
final class Commits {
  private Commits() {}

  static byte[] forkTag(Group group) {
    Secret tag = group.export(ForkTag.EXPORTER_LABEL, group.groupId().value(), ForkTag.LENGTH);
    return tag.copy();
  }

  static SubmissionId submissionId(Turn turn) {
    return SubmissionId.of(turn.randomBytes(Limits.SUBMISSION_ID));
  }

  /// A Commit that nobody has seen yet.
  ///
  /// @param tree where the new tree goes, if it is too large for the Welcome
  record Draft(Committed committed, LargeTree tree) {}

  /// Nothing of the turn has changed.
  static Draft make(Turn turn, Group group, CommitRequest request) throws MlsException {
    LargeTree tree = LargeTree.drawn(turn);
    CommitRequest whole =
        request
            .withAuthenticatedData(forkTag(group))
            .withPadding(PaddingClasses::padded)
            .withTree(tree);
    return new Draft(group.commit(whole, turn.now(), turn.random()), tree);
  }

  /// Puts a Commit on its way.
  static void stage(Turn turn, GroupRow row, Draft draft, long intent) {
    Committed committed = draft.committed();
    CommitSummary summary = committed.summary();
    List<WelcomeFor> welcomes = new ArrayList<>();
    committed
        .welcome()
        .ifPresent(
            welcome -> welcomes.add(new WelcomeFor(clients(summary.added()), Bytes.wrap(welcome))));
    SubmissionBody.Commit body =
        new SubmissionBody.Commit(
            Bytes.wrap(committed.message()), welcomes, roster(row.group(), summary));
    Submission submission =
        new Submission(
            submissionId(turn),
            0,
            Bytes.of(row.group().groupId().value()),
            row.group().epoch(),
            body);
    upload(turn, row, draft);
    long seq =
        turn.outgoing(n ->
            new Outgoing(
                n, row.talk(), new Outgoing.Body.Handshake(row.id()), Optional.of(submission), -1));
    turn.group(
        row.with(committed.group())
            .proposalsDue(Optional.empty())
            .staging(new Staged(seq, committed.pending(), intent)));
    turn.erase(committed.consumed());
  }

  private static void upload(Turn turn, GroupRow row, Draft draft) {
    Committed committed = draft.committed();
    Optional<byte[]> sealed =
        committed.welcome().flatMap(_ -> draft.tree().sealed(committed.pending().ratchetTree()));
    sealed.ifPresent(blob ->
        turn.outgoing(n ->
            new Outgoing(
                n,
                row.talk(),
                new Outgoing.Body.Upload(row.id(), draft.tree().blob(), blob),
                Optional.empty(),
                -1)));
  }

  private static List<ClientAddress> roster(Group before, CommitSummary summary) {
    List<ClientAddress> roster = new ArrayList<>(clients(before.members()));
    roster.removeAll(clients(summary.removed()));
    roster.addAll(clients(summary.added()));
    return roster;
  }

  private static List<ClientAddress> clients(List<Member> members) {
    return members.stream().map(Identities::who).toList();
  }

  /// The server took our Commit.
  static void accepted(Turn turn, GroupRow row) throws MlsException {
    Staged staged = row.staged().orElseThrow();
    Group before = row.group();
    Adopted adopted = before.adopt(staged.pending());
    turn.erase(adopted.consumed());
    turn.group(
        row.with(adopted.group())
            .unstaged()
            .in(Life.ACTIVE)
            .healed(turn.now().plus(Limits.PATH_AFTER)));
    Rejoins.over(turn, row);
    Optional<Intent> wanted = turn.state().intents().find(staged.intent());
    announce(turn, row.talk(), before, adopted.group(), turn.self().me().toString(), wanted);
    Intents.committed(turn, staged.intent());
  }

  /// Another Commit won, or the server refused ours: the group is as it was.
  static void dropped(Turn turn, GroupRow row) {
    row.staged()
        .ifPresent(staged -> {
          staged.pending().erase();
          turn.dropOutgoing(staged.outgoing());
          turn.group(row.unstaged());
          Intents.overtaken(turn, staged.intent());
        });
  }

  /// Another Commit won that was not read yet: until then another try would lose as well.
  static void beaten(Turn turn, GroupRow row, Instant again) {
    long intent = row.staged().map(Staged::intent).orElse(0L);
    dropped(turn, row);
    turn.state().intents().find(intent).ifPresent(i -> turn.intent(i.due(again)));
    turn.state()
        .groups()
        .find(row.id())
        .filter(now -> now.pathAt().isBefore(again))
        .ifPresent(now -> turn.group(now.pathDue(again)));
  }

  /// Another member's Commit, which came through the queue.
  static void received(Turn turn, GroupRow row, Received.CommitMessage message)
      throws MlsException {
    CommitSummary summary = message.summary();
    Group before = row.group();
    Removals.committed(turn, row, summary);
    Adopted adopted = message.adopt();
    turn.erase(adopted.consumed());
    row.staged()
        .ifPresent(staged -> {
          staged.pending().erase();
          turn.dropOutgoing(staged.outgoing());
          Intents.overtaken(turn, staged.intent());
        });
    turn.group(row.with(adopted.group()).unstaged().in(Life.ACTIVE).proposalsDue(Optional.empty()));
    if (row.life() == Life.LOST) {
      Rejoins.over(turn, row);
      Readmissions.resume(turn);
    }
    summary.removed().forEach(gone -> Aged.forget(turn, row.id(), Identities.who(gone)));
    Identities.learn(turn, summary.added());
    announce(
        turn, row.talk(), before, adopted.group(), committer(before, summary), Optional.empty());
    Removals.disown(turn, row.id(), summary.added());
  }

  /// A Commit that removes this client: the group ends here.
  static void removed(Turn turn, GroupRow row, CommitSummary summary) {
    if (clients(summary.added()).contains(turn.self().who())) {
      // Our own rejoin: the Welcome follows, and until then there is no epoch to speak in.
      Rejoins.replaced(turn, row);
      return;
    }
    Talk talk = turn.talk(row.talk());
    List<String> gone = names(Identities.addresses(summary.removed()));
    String by = committer(row.group(), summary);
    if (Requests.isEmpty(talk) && !Removals.longSilent(turn, row)) {
      row.group().erase();
      Requests.withdrawn(turn, row, talk);
      turn.tell(n -> new Event.Membership(n, talk.title(), List.of(), gone, by));
      return;
    }
    turn.note(talk, n -> new Event.Membership(n, talk.title(), List.of(), gone, by));
    if (Removals.longSilent(turn, row)) {
      Rejoins.lose(turn, row); // rules 22: "its owner rejoins"
      return;
    }
    row.group().erase();
    Gone.leave(turn, row.id());
    turn.dropGroup(row);
    if (turn.state().groupsOf(row.talk()).isEmpty()) {
      turn.talk(turn.talk(row.talk()).in(Status.LEFT));
      Outbox.abandon(
          turn, row.talk(), Trouble.refused("You are no longer a member of this conversation."));
    }
  }

  private static String committer(Group before, CommitSummary summary) {
    return summary.committer() instanceof Sender.Member member
        ? before.member(member.leaf()).map(m -> Identities.address(m).toString()).orElse("")
        : "";
  }

  /// Tells who came and went, from the tree and nowhere else (invariant 7).
  ///
  /// @param wanted what the user had asked for, if the Commit is for that
  private static void announce(
      Turn turn, String key, Group before, Group after, String by, Optional<Intent> wanted) {
    remember(turn, before, after);
    String was = GroupRules.data(before).name();
    String is = GroupRules.data(after).name();
    if (!was.equals(is)) {
      Talk renamed = turn.talk(key).named(is);
      turn.talk(renamed);
      if (wanted.filter(i -> i.kind() == Intent.Kind.RENAME).isPresent()) {
        turn.noteDone(renamed, n -> new Event.Renamed(n, is, was, by));
      } else {
        turn.note(renamed, n -> new Event.Renamed(n, is, was, by));
      }
    }
    turn.talk(turn.talk(key).forgetting(gone(before, after)));
    Talk talk = turn.talk(key);
    for (Member back : returned(before, after)) {
      String who = Identities.address(back).toString();
      turn.note(talk, n -> new Event.Rejoined(n, talk.title(), who));
    }
    List<Address> accounts = Identities.accounts(before);
    List<Address> now = Identities.accounts(after);
    List<Address> came = now.stream().filter(a -> !accounts.contains(a)).toList();
    List<Address> went = accounts.stream().filter(a -> !now.contains(a)).toList();
    if (came.isEmpty() && went.isEmpty()) {
      return;
    }
    LongFunction<Event> event =
        n -> new Event.Membership(n, talk.title(), names(came), names(went), by);
    if (wanted.filter(intent -> intent.asksFor(came, went)).isPresent()) {
      turn.noteDone(talk, event);
    } else {
      turn.note(talk, event);
    }
  }

  /// Clients that were members and are none now.
  private static List<String> gone(Group before, Group after) {
    List<ClientAddress> now = clients(after.members());
    return clients(before.members()).stream()
        .filter(who -> !now.contains(who))
        .map(who -> who.client().hex())
        .toList();
  }

  /// Clients that were members before, and are now by a new KeyPackage.
  private static List<Member> returned(Group before, Group after) {
    List<ClientAddress> earlier = clients(before.members());
    List<Member> returned = new ArrayList<>();
    for (Member member : after.members()) {
      boolean known =
          before
              .member(member.index())
              .filter(m -> Arrays.equals(m.leaf().encryptionKey(), member.leaf().encryptionKey()))
              .isPresent();
      boolean fresh = member.leaf().source() instanceof LeafNodeSource.KeyPackage;
      if (fresh && !known && earlier.contains(Identities.who(member))) {
        returned.add(member);
      }
    }
    return returned;
  }

  /// What is to be known of who came, and no longer of who went.
  private static void remember(Turn turn, Group before, Group after) {
    String group = after.groupId().toString();
    Set<ClientAddress> was = new HashSet<>(clients(before.members()));
    Set<ClientAddress> is = new HashSet<>(clients(after.members()));
    if (!was.containsAll(is)) {
      Resends.grew(turn, after);
    }
    was.stream().filter(who -> !is.contains(who)).forEach(who -> Removals.forget(turn, group, who));
    Aged.all(turn, group).stream()
        .filter(is::contains)
        .forEach(who -> Aged.forget(turn, group, who));
  }

  private static List<String> names(List<Address> addresses) {
    return addresses.stream().map(Address::toString).toList();
  }
}
