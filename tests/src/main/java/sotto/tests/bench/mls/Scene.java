package sotto.tests.bench.mls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import sotto.tests.interop.Library;
import sotto.tests.interop.Library.Candidate;
import sotto.tests.interop.Library.Change;
import sotto.tests.interop.Library.Member;
import sotto.tests.interop.Library.Request;

/// A group of a given size in which the founder acts and another member watches.
///
/// `FLAT`: everybody came in one Commit, and nobody has committed since. `WARM`: besides, one
/// member of every subtree beside the founder's path has committed, so that the founder's Commits
/// have as few ciphertexts as they can.
public record Scene(
    Library library, int suite, int members, Shape shape, Member founder, Member watcher) {
  public enum Shape {
    FLAT,
    WARM
  }

  private static final byte[] GROUP_ID = {1, 2, 3, 4, 5, 6, 7, 8};

  /// @param progress gets the number of members that are ready
  public static Scene of(Library library, int suite, int members, Shape shape, IntConsumer progress)
      throws Exception {
    Member founder = library.founder(suite, "member 0", GROUP_ID, Map.of());
    List<Candidate> candidates = new ArrayList<>();
    List<byte[]> keyPackages = new ArrayList<>();
    for (int i = 1; i < members; i++) {
      Candidate candidate = library.candidate(suite, "member " + i, Map.of());
      candidates.add(candidate);
      keyPackages.add(candidate.keyPackage());
      progress.accept(i);
    }
    Change everybody = founder.commit(Request.adding(keyPackages));
    everybody.adopt();
    byte[] welcome = everybody.welcome().orElseThrow();
    Member watcher = candidates.getLast().join(welcome);
    if (shape == Shape.WARM) {
      warm(members, candidates, welcome, List.of(founder, watcher));
    }
    return new Scene(library, suite, members, shape, founder, watcher);
  }

  private static void warm(
      int members, List<Candidate> candidates, byte[] welcome, List<Member> others)
      throws Exception {
    List<Member> present = new ArrayList<>(others);
    List<Member> committers = new ArrayList<>();
    for (int leaf = 1; leaf < members - 1; leaf *= 2) {
      committers.add(candidates.get(leaf - 1).join(welcome));
    }
    present.addAll(committers);
    committers.add(others.getLast());
    for (Member committer : committers) {
      Change change = committer.commit(Request.UPDATE);
      change.adopt();
      for (Member member : present) {
        if (!member.equals(committer)) {
          member.process(change.commit());
        }
      }
    }
  }
}
