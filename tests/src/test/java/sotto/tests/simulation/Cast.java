package sotto.tests.simulation;

import sotto.protocol.limits.Policy;

/// Who is on stage when a scenario begins: people who have registered, in a world of their own.
///
/// `-Dsotto.seed=N` replays one seed in place of the scenario's own.
final class Cast {
  private Cast() {}

  interface Two {
    void play(World world, Person alice, Person bob);
  }

  interface Three {
    void play(World world, Person alice, Person bob, Person carol);
  }

  interface Four {
    void play(World world, Person alice, Person bob, Person carol, Person dave);
  }

  static void two(long seed, Two scene) {
    two(seed, World.SMALL, scene);
  }

  static void two(long seed, Policy policy, Two scene) {
    Simulation.of(
        seed, policy, world -> scene.play(world, world.person("alice"), world.person("bob")));
  }

  /// Two who accepted each other and have said something.
  static void friends(long seed, Two scene) {
    friends(seed, World.SMALL, scene);
  }

  static void friends(long seed, Policy policy, Two scene) {
    two(
        seed,
        policy,
        (world, alice, bob) -> {
          befriend(world, alice, bob);
          scene.play(world, alice, bob);
        });
  }

  static void three(long seed, Three scene) {
    three(seed, World.SMALL, scene);
  }

  static void three(long seed, Policy policy, Three scene) {
    two(seed, policy, (world, alice, bob) -> scene.play(world, alice, bob, world.person("carol")));
  }

  /// Three in the conversation "friends", which Alice founded.
  static void circle(long seed, Three scene) {
    circle(seed, World.SMALL, scene);
  }

  static void circle(long seed, Policy policy, Three scene) {
    three(
        seed,
        policy,
        (world, alice, bob, carol) -> {
          alice.founds("friends", "bob", "carol");
          world.settle();
          scene.play(world, alice, bob, carol);
        });
  }

  /// Four in the conversation "friends", which Alice founded.
  static void circleOfFour(long seed, Four scene) {
    three(
        seed,
        (world, alice, bob, carol) -> {
          Person dave = world.person("dave");
          alice.founds("friends", "bob", "carol", "dave");
          world.settle();
          scene.play(world, alice, bob, carol, dave);
        });
  }

  /// They say something to each other, which accepts them as contacts.
  static void befriend(World world, Person one, Person other) {
    one.says(other.name(), "hello");
    world.settle();
    other.says(one.name(), "hello too");
    world.settle();
  }
}
