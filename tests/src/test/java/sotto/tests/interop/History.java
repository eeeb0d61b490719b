package sotto.tests.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import sotto.tests.interop.Library.Candidate;
import sotto.tests.interop.Library.Change;
import sotto.tests.interop.Library.Form;
import sotto.tests.interop.Library.Member;
import sotto.tests.interop.Library.Request;
import sotto.tests.interop.Library.Wish;

/// A random history of one group, made from a seed: members of several libraries propose, and
/// commit what others proposed together with changes of their own: adds, removes, updates,
/// pre-shared keys, in any mixture, as private and as public messages; and they write to each other
/// out of order. After every Commit all must be in the same epoch.
///
/// Where peers are known to be wrong, [KnownFaults] says so: a history keeps away from such a shape
/// or carries on without the peer.
final class History {
  private static final int MOST_AT_ONCE = 4;
  private static final int MOST_PROPOSED = 3;
  private static final int MESSAGES = 3;

  private final Random random;
  private final List<Library> libraries;
  private final int suite;
  private final int mostMembers;
  private final Map<String, byte[]> psks;
  private final List<String> story = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final List<Member> strays = new ArrayList<>();

  /// Members of BouncyCastle who came by a Welcome without a path secret.
  private final List<Member> pathless = new ArrayList<>();

  private int named;

  History(long seed, List<Library> libraries, int suite, int mostMembers) {
    this.random = new Random(seed);
    this.libraries = libraries.stream().filter(library -> library.hasSuite(suite)).toList();
    this.suite = suite;
    this.mostMembers = mostMembers;
    this.psks = new TreeMap<>(Map.of("70736b31", bytes(32), "70736b32", bytes(48)));
  }

  /// What happened so far, for the failure's message.
  List<String> story() {
    return story;
  }

  void run(int commits) throws Exception {
    Library library = any(libraries);
    story.add(library.name() + " makes the group in suite " + suite);
    members.add(library.founder(suite, name(), bytes(16), psks));
    Plan first = new Plan();
    add(first, 1 + random.nextInt(MOST_AT_ONCE));
    step(first, new Plan());
    for (int i = 0; i < commits; i++) {
      Plan proposed = propose();
      step(next(proposed), proposed);
      talk();
    }
  }

  /// What one Commit covers by value, or by reference.
  private static final class Plan {
    private final List<Candidate> added = new ArrayList<>();
    private final List<Member> removed = new ArrayList<>();
    private final List<Member> updated = new ArrayList<>();
    private final List<String> psks = new ArrayList<>();

    boolean changes(Member member) {
      return removed.contains(member) || updated.contains(member);
    }

    List<Integer> leaves() throws Exception {
      List<Integer> leaves = new ArrayList<>();
      for (Member member : removed) {
        leaves.add(member.leaf());
      }
      return leaves;
    }
  }

  // --- proposals, each by a member of its own ---

  private Plan propose() throws Exception {
    Plan plan = new Plan();
    int count = random.nextInt(MOST_PROPOSED + 1);
    for (int i = 0; i < count && members.size() > 2; i++) {
      Member proposer = any(members);
      wish(plan, proposer);
    }
    return plan;
  }

  private void wish(Plan plan, Member proposer) throws Exception {
    switch (random.nextInt(4)) {
      case 0 -> {
        if (members.size() + plan.added.size() < mostMembers) {
          add(plan, 1);
          spread(proposer, new Wish.Add(plan.added.getLast().keyPackage()));
        }
      }
      case 1 -> {
        if (!plan.changes(proposer) && somebodyCommits(plan, proposer, plan.removed.size())) {
          plan.updated.add(proposer);
          spread(proposer, new Wish.Update());
        }
      }
      case 2 -> {
        Member target = any(members);
        if (!plan.changes(target) && removable(plan, target)) {
          plan.removed.add(target);
          spread(proposer, new Wish.Remove(target.leaf()));
        }
      }
      default -> {
        if (usePsk(plan, List.of())) {
          spread(proposer, new Wish.Psk(plan.psks.getLast()));
        }
      }
    }
  }

  private void spread(Member proposer, Wish wish) throws Exception {
    Form form = any(List.of(Form.values()));
    String kind = wish.getClass().getSimpleName();
    Object whom = wish instanceof Wish.Remove remove ? " of " + remove.leaf() : "";
    story.add(
        "%s at leaf %d proposes, %s: %s%s"
            .formatted(proposer.library(), proposer.leaf(), form, kind, whom));
    byte[] proposal = proposer.propose(wish, form);
    for (Member member : members) {
      if (!member.equals(proposer)) {
        hear(member, wish, proposal);
      }
    }
  }

  private void hear(Member member, Wish wish, byte[] proposal) throws Exception {
    story.add("  " + member.library() + " at leaf " + member.leaf() + " hears it");
    try {
      member.hear(proposal);
    } catch (Exception refusal) {
      boolean itself = wish instanceof Wish.Remove remove && remove.leaf() == member.leaf();
      if (!itself || !KnownFaults.refusesItsOwnRemoval(member, refusal)) {
        throw refusal;
      }
      story.add("    and refuses it, as it removes itself");
    }
  }

  // --- what a Commit does by value ---

  private Plan next(Plan proposed) throws Exception {
    Plan plan = new Plan();
    int room = mostMembers - members.size() - proposed.added.size();
    int choice = random.nextInt(10);
    if (choice < 5 && room > 0) {
      add(plan, 1 + random.nextInt(Math.min(MOST_AT_ONCE, room)));
    }
    if (choice > 3 && choice < 7) {
      remove(plan, proposed, 1 + random.nextInt(Math.max(1, members.size() / 2)));
    }
    if (choice == 7 || random.nextInt(4) == 0) {
      usePsk(plan, proposed.psks);
    }
    return plan;
  }

  private boolean usePsk(Plan plan, List<String> others) {
    String psk = any(List.copyOf(psks.keySet()));
    boolean known =
        KnownFaults.takeForTheSame(members, psk, plan.psks)
            || KnownFaults.takeForTheSame(members, psk, others);
    return !known && plan.psks.add(psk);
  }

  private void add(Plan plan, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Library library = any(libraries);
      story.add("a newcomer of " + library.name());
      plan.added.add(library.candidate(suite, name(), psks));
    }
  }

  private void remove(Plan plan, Plan proposed, int count) throws Exception {
    List<Member> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, random);
    Plan both = new Plan();
    both.removed.addAll(proposed.removed);
    both.updated.addAll(proposed.updated);
    for (Member member : shuffled) {
      if (plan.removed.size() < count && !both.changes(member) && removable(both, member)) {
        both.removed.add(member);
        plan.removed.add(member);
      }
    }
  }

  /// Whether somebody is left to commit, and the tree keeps a shape that the peers know.
  private boolean removable(Plan plan, Member member) throws Exception {
    List<Integer> remaining = new ArrayList<>();
    for (Member other : members) {
      if (!other.equals(member) && !plan.removed.contains(other)) {
        remaining.add(other.leaf());
      }
    }
    return somebodyCommits(plan, member, plan.removed.size() + 1)
        && !KnownFaults.leavesTheLeftHalfBlank(remaining);
  }

  /// ts-mls is not counted on: what comes besides may be too much for it.
  private boolean somebodyCommits(Plan plan, Member besides, int removed) {
    KnownFaults.Covered covered = new KnownFaults.Covered(members.size(), 0, removed, 1);
    return members.stream()
        .filter(m -> !m.equals(besides) && !plan.changes(m))
        .anyMatch(m -> !KnownFaults.cannotCommit(m, covered));
  }

  private void step(Plan plan, Plan proposed) throws Exception {
    KnownFaults.Covered covered =
        new KnownFaults.Covered(
            members.size(),
            plan.added.size() + proposed.added.size(),
            plan.removed.size() + proposed.removed.size(),
            proposed.updated.size());
    List<Member> able =
        members.stream()
            .filter(m -> !plan.changes(m) && !proposed.changes(m))
            .filter(m -> !KnownFaults.cannotCommit(m, covered))
            .toList();
    Member committer = any(able);
    Form form = any(List.of(Form.values()));
    story.add(
        "%s at leaf %d commits, %s: adds %d, removes %s, PSKs %s, of %d members"
            .formatted(
                committer.library(),
                committer.leaf(),
                form,
                plan.added.size(),
                plan.leaves(),
                plan.psks,
                members.size()));
    List<byte[]> keyPackages = plan.added.stream().map(Candidate::keyPackage).toList();
    Change change = committer.commit(new Request(keyPackages, plan.leaves(), plan.psks, form));
    leave(plan.removed, change.commit());
    leave(proposed.removed, change.commit());
    for (Member member : members) {
      if (!member.equals(committer)) {
        story.add("  " + member.library() + " at leaf " + member.leaf() + " processes it");
        process(committer, member, change.commit());
      }
    }
    members.removeAll(strays);
    change.adopt();
    List<Candidate> newcomers = new ArrayList<>(proposed.added);
    newcomers.addAll(plan.added);
    boolean pathless = KnownFaults.is(committer, KnownFaults.TS) && !covered.hasPathOfTs();
    welcome(newcomers, change, pathless);
    agree();
  }

  /// What a peer makes of a Commit that removes it is not looked at.
  private void leave(List<Member> removed, byte[] commit) throws Exception {
    for (Member member : removed) {
      if (isOurs(member)) {
        story.add("  Sotto at leaf " + member.leaf() + " reads that it is removed");
        member.process(commit);
      }
    }
    members.removeAll(removed);
  }

  private void welcome(List<Candidate> newcomers, Change change, boolean withoutPath)
      throws Exception {
    for (Candidate candidate : newcomers) {
      story.add("  somebody joins");
      Optional<Member> joined = join(candidate, change.welcome().orElseThrow());
      if (withoutPath) {
        joined
            .filter(member -> KnownFaults.is(member, KnownFaults.BOUNCY))
            .ifPresent(pathless::add);
      }
    }
  }

  /// A peer that cannot read what a peer wrote, where Sotto's members can, is no disagreement with
  /// us: it leaves the history.
  private void process(Member committer, Member reader, byte[] commit) throws Exception {
    try {
      reader.process(commit);
    } catch (Exception refusal) {
      boolean readsWrongly =
          pathless.contains(reader) && KnownFaults.readsWithKeysOfNothing(refusal);
      boolean ofPeers =
          !isOurs(committer) && !isOurs(reader) && members.stream().anyMatch(History::isOurs);
      if (!readsWrongly && !ofPeers) {
        throw refusal;
      }
      story.add("    and refuses it, as only peers do: " + refusal.getMessage());
      strays.add(reader);
    }
  }

  private static boolean isOurs(Member member) {
    return KnownFaults.is(member, KnownFaults.SOTTO);
  }

  private Optional<Member> join(Candidate candidate, byte[] welcome) throws Exception {
    try {
      members.add(candidate.join(welcome));
      return Optional.of(members.getLast());
    } catch (IOException refused) {
      if (!KnownFaults.refusesUnmergedLeaves(refused)) {
        throw refused;
      }
      story.add("    and ts-mls refuses the tree for its unmerged leaves, wrongly");
      return Optional.empty();
    }
  }

  private void agree() throws Exception {
    byte[] first = members.getFirst().authenticator();
    for (Member member : members) {
      if (!Arrays.equals(first, member.authenticator())) {
        throw new AssertionError(
            member.library()
                + " has another epoch authenticator than "
                + members.getFirst().library());
      }
    }
  }

  private void talk() throws Exception {
    Member sender = any(members);
    List<byte[]> contents = new ArrayList<>();
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      contents.add(bytes(random.nextInt(300)));
      messages.add(sender.protect(contents.getLast()));
    }
    for (Member receiver : members) {
      if (receiver.equals(sender)) {
        continue;
      }
      List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
      Collections.shuffle(order, random);
      story.add("  %s reads %s from %s".formatted(receiver.library(), order, sender.library()));
      for (int i : order) {
        byte[] read = receiver.unprotect(messages.get(i));
        if (!Arrays.equals(contents.get(i), read)) {
          throw new AssertionError("A message says " + HexFormat.of().formatHex(read));
        }
      }
    }
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String name() {
    return "member " + named++;
  }
}
