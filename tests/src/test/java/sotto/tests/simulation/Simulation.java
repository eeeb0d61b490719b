package sotto.tests.simulation;

import java.util.List;
import java.util.function.Consumer;
import sotto.protocol.limits.Policy;

/// Runs a history in a world of its own; a failure names the seed that brings it again.
final class Simulation {
  private Simulation() {}

  /// The seed of a test: `-Dsotto.seed=N` replays one.
  static long seed(long normal) {
    String wanted = System.getProperty("sotto.seed", "");
    return wanted.isBlank() ? normal : Long.parseLong(wanted.strip());
  }

  /// `-Dsotto.simulations=N`: how many random histories each test lives through.
  static int simulations(int normal) {
    String wanted = System.getProperty("sotto.simulations", "");
    return wanted.isBlank() ? normal : Integer.parseInt(wanted.strip());
  }

  static World of(long normalSeed, Consumer<World> history) {
    return of(normalSeed, World.SMALL, history);
  }

  static World of(long normalSeed, Policy policy, Consumer<World> history) {
    return exactly(seed(normalSeed), policy, history);
  }

  static World exactly(long seed, Policy policy, Consumer<World> history) {
    World world = new World(seed, policy);
    try {
      history.accept(world);
      return world;
    } catch (AssertionError | RuntimeException e) {
      List<String> trace = world.trace();
      int lines = Integer.getInteger("sotto.trace", 60);
      String last =
          String.join("\n", trace.subList(Math.max(0, trace.size() - lines), trace.size()));
      throw new AssertionError(
          e.getMessage()
              + "\n  replay with -Dsotto.seed="
              + seed
              + "\n  what happened last:\n"
              + last,
          e);
    }
  }
}
