package sotto.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;

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

  /// What histories keep away from by [KnownFaults], each kept as a case: the peer does this still.
  @Nested
  class WherePeersAreWrong {
    private static final String PSK = "70736b";
    private final Library sotto = LIBRARIES.get(0);
    private final Library bouncy = LIBRARIES.get(1);

    private Library ts() {
      assumeThat(LIBRARIES).as("ts-mls is left out").hasSize(3);
      return LIBRARIES.get(2);
    }

    /// Made by the first, who is Sotto's.
    private List<Library.Member> group(Library... libraries) throws Exception {
      Map<String, byte[]> psks = Map.of(PSK, new byte[32]);
      List<Library.Candidate> candidates = new ArrayList<>();
      for (int i = 1; i < libraries.length; i++) {
        candidates.add(libraries[i].candidate(1, Integer.toString(i), psks));
      }
      Library.Member founder = libraries[0].founder(1, "0", new byte[] {1}, psks);
      List<byte[]> keyPackages = candidates.stream().map(Library.Candidate::keyPackage).toList();
      Library.Change change = founder.commit(Library.Request.adding(keyPackages));
      change.adopt();
      List<Library.Member> members = new ArrayList<>(List.of(founder));
      for (Library.Candidate candidate : candidates) {
        members.add(candidate.join(change.welcome().orElseThrow()));
      }
      return members;
    }

    private Library.Request removing(Integer... leaves) {
      return new Library.Request(List.of(), List.of(leaves), List.of());
    }

    private void update(List<Library.Member> members, int proposer) throws Exception {
      byte[] proposal =
          members.get(proposer).propose(new Library.Wish.Update(), Library.Form.PRIVATE);
      for (int i = 0; i < members.size(); i++) {
        if (i != proposer) {
          members.get(i).hear(proposal);
        }
      }
    }

    @Test
    void tsLeavesOutThePathOfASingleRemove() throws Exception {
      List<Library.Member> members = group(sotto, ts(), sotto);
      Library.Change change = members.get(1).commit(removing(2));
      assertThatThrownBy(() -> members.get(0).process(change.commit()))
          .isInstanceOf(MlsException.class);
    }

    @Test
    void tsSealsItsPathToSomebodyRemovedWhoseLeafIsTakenAgain() throws Exception {
      List<Library.Member> members = group(sotto, ts(), sotto, sotto, sotto);
      byte[] newcomer = sotto.candidate(1, "5", Map.of()).keyPackage();
      Library.Request both = new Library.Request(List.of(newcomer), List.of(2, 3), List.of());
      byte[] wrong = members.get(1).commit(both).commit();
      assertThatThrownBy(() -> members.get(0).process(wrong))
          .isInstanceOf(MlsException.class)
          .hasMessageContaining("another number of ciphertexts");
      Library.Change right = members.get(0).commit(both);
      members.get(1).process(right.commit());
      right.adopt();
      assertThat(members.get(1).authenticator()).isEqualTo(members.get(0).authenticator());
    }

    @Test
    void tsSealsItsPathToTheFormerKeyOfWhoUpdates() throws Exception {
      List<Library.Member> members = group(sotto, ts(), sotto, sotto);
      update(members, 2);
      update(members, 3);
      byte[] wrong = members.get(1).commit(Library.Request.UPDATE).commit();
      assertThatThrownBy(() -> members.get(2).process(wrong)).isInstanceOf(MlsException.class);
      Library.Change right = members.get(0).commit(Library.Request.UPDATE);
      members.get(1).process(right.commit());
      members.get(2).process(right.commit());
      right.adopt();
      assertThat(members.get(1).authenticator()).isEqualTo(members.get(0).authenticator());
      assertThat(members.get(2).authenticator()).isEqualTo(members.get(0).authenticator());
    }

    @Test
    void bouncyTakesTwoKeysForOneWhenTheirNoncesDiffer() throws Exception {
      List<Library.Member> members = group(sotto, bouncy, sotto);
      Library.Request twice = new Library.Request(List.of(), List.of(), List.of(PSK, PSK));
      Library.Change change = members.get(0).commit(twice);
      assertThatThrownBy(() -> members.get(1).process(change.commit()))
          .hasMessageContaining("Invalid proposal list");
      members.get(2).process(change.commit());
      change.adopt();
      assertThat(members.get(2).authenticator()).isEqualTo(members.get(0).authenticator());
    }

    @Test
    void bouncyHearsNothingOfItsOwnRemoval() throws Exception {
      List<Library.Member> members = group(sotto, bouncy);
      byte[] proposal = members.get(0).propose(new Library.Wish.Remove(1), Library.Form.PRIVATE);
      assertThatThrownBy(() -> members.get(1).hear(proposal)).hasMessage("Invalid proposal");
    }

    @Test
    void bouncyCannotStayAlone() throws Exception {
      List<Library.Member> members = group(sotto, bouncy);
      assertThatThrownBy(() -> members.get(1).commit(removing(0)))
          .isInstanceOf(IndexOutOfBoundsException.class);
      Library.Member left = members.getFirst();
      Library.Change alone = left.commit(removing(1));
      alone.adopt();
      assertThat(left.protect(new byte[1])).isNotEmpty();
    }
  }
}
