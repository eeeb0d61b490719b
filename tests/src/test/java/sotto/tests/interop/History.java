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
import sotto.tests.interop.Library.Candidate;
import sotto.tests.interop.Library.Change;
import sotto.tests.interop.Library.Member;
import sotto.tests.interop.Library.Request;

/// A random history of one group, made from a seed: members of several libraries add, remove and
/// update, several at once, use pre-shared keys, and write to each other out of order. After every
/// Commit all must be in the same epoch.
///
/// Four faults of peers are known, and docs/interop.md says why they are theirs. Histories step
/// around two (ts-mls commits no single Remove; leaf 0 is never removed) and carry on without a
/// newcomer of ts-mls that meets the third, or one of BouncyCastle that meets the fourth.
final class History {
  private static final int MOST_AT_ONCE = 4;
  private static final int MESSAGES = 3;
  private static final String KNOWN_REFUSAL = "must list leaf node in its unmerged_leaves";

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
    this.psks = Map.of("70736b31", bytes(32), "70736b32", bytes(48));
  }

  /// What happened so far, for the failure's message.
  List<String> story() {
    return story;
  }

  void run(int commits) throws Exception {
    Library library = any(libraries);
    story.add(library.name() + " makes the group in suite " + suite);
    members.add(library.founder(suite, name(), bytes(16), psks));
    step(adding(1 + random.nextInt(MOST_AT_ONCE)));
    for (int i = 0; i < commits; i++) {
      step(next());
      talk();
    }
  }

  private record Plan(List<Candidate> added, List<Member> removed, List<String> psks) {}

  private Plan next() throws Exception {
    int choice = random.nextInt(10);
    if (choice < 4 && members.size() < mostMembers) {
      return adding(1 + random.nextInt(Math.min(MOST_AT_ONCE, mostMembers - members.size())));
    }
    if (choice < 6 && members.size() > 2) {
      return new Plan(List.of(), removable(1 + random.nextInt(members.size() / 2)), List.of());
    }
    if (choice < 7 && members.size() > 2 && members.size() < mostMembers) {
      Plan adding = adding(1);
      return new Plan(adding.added(), removable(1), List.of());
    }
    if (choice < 8) {
      return new Plan(List.of(), List.of(), List.of(any(List.copyOf(psks.keySet()))));
    }
    return new Plan(List.of(), List.of(), List.of());
  }

  private Plan adding(int count) throws Exception {
    List<Candidate> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Library library = any(libraries);
      story.add("a newcomer of " + library.name());
      added.add(library.candidate(suite, name(), psks));
    }
    return new Plan(added, List.of(), List.of());
  }

  /// Leaf 0 stays, so that the root is on everybody's filtered path.
  private List<Member> removable(int count) throws Exception {
    List<Member> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, random);
    List<Member> removed = new ArrayList<>();
    for (Member member : shuffled) {
      if (removed.size() < count && member.leaf() != 0) {
        removed.add(member);
      }
    }
    boolean committerLeft = members.stream().anyMatch(m -> !removed.contains(m) && !isTs(m));
    return committerLeft ? List.copyOf(removed) : List.of();
  }

  private static boolean isTs(Member member) {
    return member.library().equals("ts-mls");
  }

  private void step(Plan plan) throws Exception {
    List<Member> able =
        members.stream()
            .filter(m -> !plan.removed().contains(m))
            .filter(m -> !isTs(m) || plan.removed().size() != 1)
            .toList();
    Member committer = any(able);
    List<Integer> leaves = new ArrayList<>();
    for (Member removed : plan.removed()) {
      leaves.add(removed.leaf());
    }
    story.add(
        "%s at leaf %d commits: adds %d, removes %s, PSKs %s, of %d members"
            .formatted(
                committer.library(),
                committer.leaf(),
                plan.added().size(),
                leaves,
                plan.psks(),
                members.size()));
    List<byte[]> keyPackages = plan.added().stream().map(Candidate::keyPackage).toList();
    Change change = committer.commit(new Request(keyPackages, leaves, plan.psks()));
    members.removeAll(plan.removed());
    for (Member member : members) {
      if (!member.equals(committer)) {
        story.add("  " + member.library() + " at leaf " + member.leaf() + " processes it");
        process(committer, member, change.commit());
      }
    }
    members.removeAll(strays);
    change.adopt();
    for (Candidate candidate : plan.added()) {
      story.add("  somebody joins");
      Optional<Member> joined = join(candidate, change.welcome().orElseThrow());
      if (isTs(committer) && plan.removed().isEmpty()) {
        joined.filter(History::isBouncy).ifPresent(pathless::add);
      }
    }
    agree();
  }

  /// A peer that cannot read what a peer wrote, where Sotto's members can, is no disagreement with
  /// us: it leaves the history.
  private void process(Member committer, Member reader, byte[] commit) throws Exception {
    try {
      reader.process(commit);
    } catch (Exception refusal) {
      boolean readsWrongly = pathless.contains(reader) && isBadTag(refusal);
      boolean ofPeers =
          !isOurs(committer) && !isOurs(reader) && members.stream().anyMatch(History::isOurs);
      if (!readsWrongly && !ofPeers) {
        throw refusal;
      }
      story.add("    and refuses it, as only peers do: " + refusal.getMessage());
      strays.add(reader);
    }
  }

  private static boolean isBadTag(Exception refusal) {
    return String.valueOf(refusal.getMessage()).startsWith("mac check");
  }

  private static boolean isBouncy(Member member) {
    return member.library().equals("BouncyCastle");
  }

  private static boolean isOurs(Member member) {
    return member.library().equals("Sotto");
  }

  private Optional<Member> join(Candidate candidate, byte[] welcome) throws Exception {
    try {
      members.add(candidate.join(welcome));
      return Optional.of(members.getLast());
    } catch (IOException refused) {
      if (!String.valueOf(refused.getMessage()).contains(KNOWN_REFUSAL)) {
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
