package sotto.tests.simulation;

import sotto.protocol.limits.Policy;
import sotto.tests.stage.Theatre;

/// The world in one thread: each scene once in calm weather and once in every other.
///
/// `-Dsotto.seed=N` plays one seed, `-Dsotto.simulations=N` plays so many of them.
abstract class UnderASeed implements Theatre {
  @Override
  public void play(Policy limits, Scene scene) {
    boolean one = !System.getProperty("sotto.seed", "").isBlank();
    long first = Simulation.seed(0);
    int count = one ? 1 : Simulation.simulations(Weather.values().length);
    for (long seed = first; seed < first + count; seed++) {
      Simulation.exactly(seed, limits, world -> new SimulatedStage(world).plays(scene));
    }
  }
}
