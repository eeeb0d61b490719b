package sotto.tests.stage;

import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;

/// A world in which scenes are played. An interface with scenes extends this one; a test class
/// joins it with a world.
public interface Theatre {
  /// Few KeyPackages, so that people come to be quickly; all other limits are the normal ones.
  Policy SMALL = Policy.NORMAL.with(Limit.KEY_PACKAGE_STOCK, 5).with(Limit.KEY_PACKAGE_LOW, 3);

  interface Scene {
    void play(Stage stage) throws Exception;
  }

  interface Two {
    void play(Stage stage, Player alice, Player bob) throws Exception;
  }

  interface Three {
    void play(Stage stage, Player alice, Player bob, Player carol) throws Exception;
  }

  /// On a server with these limits, as often as this world plays a scene.
  void play(Policy limits, Scene scene) throws Exception;

  default void play(Scene scene) throws Exception {
    play(SMALL, scene);
  }

  default void two(Two scene) throws Exception {
    two(SMALL, scene);
  }

  default void two(Policy limits, Two scene) throws Exception {
    play(limits, stage -> scene.play(stage, stage.enters("alice"), stage.enters("bob")));
  }

  /// Two who accepted each other and have said something.
  default void friends(Two scene) throws Exception {
    friends(SMALL, scene);
  }

  default void friends(Policy limits, Two scene) throws Exception {
    two(
        limits,
        (stage, alice, bob) -> {
          befriend(alice, bob);
          scene.play(stage, alice, bob);
        });
  }

  default void three(Three scene) throws Exception {
    play(stage ->
        scene.play(stage, stage.enters("alice"), stage.enters("bob"), stage.enters("carol")));
  }

  /// Three in the conversation "friends", which Alice founded and in which all have been heard.
  default void circle(Three scene) throws Exception {
    three((stage, alice, bob, carol) -> {
      alice.founds("friends", "bob", "carol");
      bob.meets("friends");
      carol.meets("friends");
      scene.play(stage, alice, bob, carol);
    });
  }

  /// They say something to each other, which accepts them as contacts.
  static void befriend(Player one, Player other) throws Exception {
    one.says(other.name(), "hello");
    other.reads("hello");
    other.says(one.name(), "hello too");
    one.reads("hello too");
  }
}
