package sotto.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Groups of Sotto, BouncyCastle's MLS and ts-mls together, in random histories.
class LiveInteropTest {
  private static final List<Library> LIBRARIES = new ArrayList<>();

  /// The same every day, since peers have faults of their own that a new seed may find.
  private static final long DEFAULT_SEED = 5;

  @BeforeAll
  static void start() {
    LIBRARIES.add(new SottoLibrary());
    LIBRARIES.add(new BouncyLibrary());
    TsLibrary.start(System.out::println).ifPresent(LIBRARIES::add);
  }

  @AfterAll
  static void stop() {
    LIBRARIES.forEach(Library::close);
    LIBRARIES.clear();
  }

  private static long seed() {
    String given = System.getProperty("sotto.seed", "");
    return given.isEmpty() ? DEFAULT_SEED : Long.parseLong(given);
  }

  private static void history(long seed, int suite, int mostMembers, int commits) {
    History history = new History(seed, LIBRARIES, suite, mostMembers);
    try {
      history.run(commits);
    } catch (Exception | AssertionError disagreement) {
      fail(
          "Seed " + seed + ", suite " + suite + ":\n" + String.join("\n", history.story()),
          disagreement);
    }
  }

  @Test
  void threeLibrariesAgreeInSmallGroups() {
    long seed = seed();
    for (int i = 0; i < 6; i++) {
      history(seed + i, 1, 8, 10);
    }
  }

  @Test
  void threeLibrariesAgreeInAGroupOfForty() {
    history(seed(), 1, 40, 25);
  }

  /// Suites 2, 5 and 7 with all three, 3, 4 and 6 with Sotto and BouncyCastle.
  @Test
  void librariesAgreeInEverySuiteOfTheStandard() {
    long seed = seed();
    for (int suite = 2; suite <= 7; suite++) {
      history(seed, suite, 6, 6);
    }
  }

  /// RFC 9420 §7.9: the parent hash of a node is with respect to "the next node after P on the
  /// filtered direct path", of which there is none above the top one. Here the whole left half is
  /// blank, so the top node is not the root. BouncyCastle puts another hash there: its Commits are
  /// refused by Sotto and by ts-mls, and it refuses theirs.
  @Test
  void aCommitWhoseFilteredPathEndsBelowTheRootIsReadByOurOwn() throws Exception {
    Library sotto = LIBRARIES.getFirst();
    Library.Member founder = sotto.founder(1, "0", new byte[] {1}, Map.of());
    List<Library.Candidate> candidates = new ArrayList<>();
    for (int i = 1; i < 8; i++) {
      candidates.add(sotto.candidate(1, Integer.toString(i), Map.of()));
    }
    Library.Change all =
        founder.commit(
            Library.Request.adding(
                candidates.stream().map(Library.Candidate::keyPackage).toList()));
    all.adopt();
    byte[] welcome = all.welcome().orElseThrow();
    Library.Member committer = candidates.get(4).join(welcome);
    Library.Member reader = candidates.get(6).join(welcome);
    Library.Change halved =
        committer.commit(new Library.Request(List.of(), List.of(0, 1, 2, 3), List.of()));
    reader.process(halved.commit());
    halved.adopt();
    assertThat(reader.authenticator()).isEqualTo(committer.authenticator());
    byte[] message = committer.protect(new byte[] {1, 2, 3});
    assertThat(reader.unprotect(message)).containsExactly(1, 2, 3);
  }
}
