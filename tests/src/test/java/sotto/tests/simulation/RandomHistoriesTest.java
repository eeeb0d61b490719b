package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.protocol.limits.Limit;

/// Random lives with loss of connections, crashes of clients and server, delays and restarts.
class RandomHistoriesTest {
  private static final int NORMAL = 12;

  @Test
  @Tag("invariant-4")
  @Tag("invariant-5")
  @Tag("invariant-6")
  @Tag("invariant-7")
  @Tag("invariant-8")
  @Tag("invariant-12")
  @Tag("rule-9")
  void everybodyAgreesInTheEndWhateverHappened() {
    long first = Simulation.seed(1_000);
    int said = 0;
    boolean one = !System.getProperty("sotto.seed", "").isBlank();
    for (int i = 0; i < (one ? 1 : Simulation.simulations(NORMAL)); i++) {
      said += live(first + i);
    }
    assertThat(said).isPositive();
  }

  /// Seeds that once found a fault: what waited for an answer when the connection broke was
  /// overtaken by what had no number yet.
  @ParameterizedTest
  @ValueSource(longs = {20_113, 20_154})
  @Tag("rule-10")
  void whatOnceFailedHolds(long seed) {
    assertThat(live(seed)).isPositive();
  }

  private static int live(long seed) {
    int[] said = new int[1];
    Simulation.exactly(
        seed,
        // Every other server pushes little at once, so that slow readers fall behind.
        seed % 2 == 0 ? World.SMALL : World.SMALL.with(Limit.PUSH_WINDOW, 4),
        world -> {
          // In every third world each ratchet tree is too large for a Welcome (rule 16).
          world.treeInWelcome = seed % 3 == 0 ? 1 : world.treeInWelcome;
          History history = new History(world);
          history.live(2 + (int) (seed % 5), 200);
          history.everybodyAgrees();
          assertThat(world.server.blobs.count() > 0).isEqualTo(seed % 3 == 0);
          said[0] = history.said();
        });
    return said[0];
  }

  @Test
  @Tag("invariant-12")
  void theSameSeedIsTheSameHistory() {
    assertThat(traceOf(77)).isEqualTo(traceOf(77)).isNotEqualTo(traceOf(78));
  }

  private static List<String> traceOf(long seed) {
    return Simulation.exactly(seed, World.SMALL, world -> new History(world).live(4, 150)).trace();
  }
}
