package sotto.tests.bench.mls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sotto.tests.interop.Library;
import sotto.tests.interop.Library.Candidate;
import sotto.tests.interop.Library.Change;
import sotto.tests.interop.Library.Member;
import sotto.tests.interop.Library.Request;

/// A group of a given size in which one member acts and another watches. Both are of the library
/// that is measured; all others may be of another that makes them faster.
///
/// `FLAT`: everybody came in one Commit, and nobody has committed since. `WARM`: besides, one
/// member of every subtree beside the founder's path has committed, so that the founder's Commits
/// have as few ciphertexts as they can.
///
/// @param founder one of the first two leaves, whose paths differ in nothing but the leaf
/// @param watcher the last leaf
public record Scene(
    Library library, int suite, int members, Shape shape, Member founder, Member watcher) {
  public enum Shape {
    FLAT,
    WARM
  }

  private static final byte[] GROUP_ID = {1, 2, 3, 4, 5, 6, 7, 8};

  public static Scene of(Library library, int suite, int members, Shape shape) throws Exception {
    return of(library, library, suite, members, shape);
  }

  /// @param others makes everybody else
  static Scene of(Library library, Library others, int suite, int members, Shape shape)
      throws Exception {
    return members == 2
        ? pair(library, suite, shape)
        : group(library, others, suite, members, shape);
  }

  private static Scene pair(Library library, int suite, Shape shape) throws Exception {
    Member founder = library.founder(suite, "member 0", GROUP_ID, Map.of());
    Candidate other = library.candidate(suite, "member 1", Map.of());
    Change both = founder.commit(Request.adding(List.of(other.keyPackage())));
    both.adopt();
    Member watcher = other.join(both.welcome().orElseThrow());
    return new Scene(library, suite, 2, shape, founder, watcher);
  }

  private static Scene group(Library library, Library others, int suite, int members, Shape shape)
      throws Exception {
    Member creator = others.founder(suite, "member 0", GROUP_ID, Map.of());
    List<Candidate> candidates = new ArrayList<>();
    List<byte[]> keyPackages = new ArrayList<>();
    for (int i = 1; i < members; i++) {
      Library whose = i == 1 || i == members - 1 ? library : others;
      Candidate candidate = whose.candidate(suite, "member " + i, Map.of());
      candidates.add(candidate);
      keyPackages.add(candidate.keyPackage());
    }
    Change everybody = creator.commit(Request.adding(keyPackages));
    byte[] welcome = everybody.welcome().orElseThrow();
    Member founder = candidates.getFirst().join(welcome);
    Member watcher = candidates.getLast().join(welcome);
    if (shape == Shape.WARM) {
      warm(members, candidates, welcome, List.of(founder, watcher));
    }
    return new Scene(library, suite, members, shape, founder, watcher);
  }

  private static void warm(
      int members, List<Candidate> candidates, byte[] welcome, List<Member> measured)
      throws Exception {
    List<Member> committers = new ArrayList<>();
    for (int leaf = 2; leaf < members - 1; leaf *= 2) {
      committers.add(candidates.get(leaf - 1).join(welcome));
    }
    List<Member> present = new ArrayList<>(measured);
    present.addAll(committers);
    committers.add(measured.getLast());
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
