package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
      long seed = first + i;
      int[] count = new int[1];
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
            count[0] = history.said();
          });
      said += count[0];
    }
    assertThat(said).isPositive();
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
