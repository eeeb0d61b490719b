package sotto.app.lab;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import sotto.classic.lab.Opponent;
import sotto.classic.lab.Scene;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;

/// An attacker of the laboratory, in the same position against Sotto itself.
///
/// @param policy the limits of the server that it meets
record OnSotto(String name, Position position, Policy policy, Attempt attempt) implements Opponent {
  @FunctionalInterface
  interface Attempt {
    Outcome against(Ground ground, Columns columns) throws Exception;
  }

  static final Policy TIGHT =
      Policy.NORMAL.with(Limit.QUEUE_MESSAGES, 2).with(Limit.QUEUE_SHARE_PERCENT, 100);

  static final List<Opponent> ALL =
      List.of(
          on("folder-spoof", Position.FOLDER, StoreAttacks::spoof),
          on("folder-replay", Position.FOLDER, StoreAttacks::replay),
          on("folder-remote-exit", Position.USER, UserAttacks::remoteExit),
          on("phone-key-substitution", Position.SERVER, ServerAttacks::keySubstitution),
          new OnSotto("phone-evict", Position.USER, TIGHT, UserAttacks::evict),
          on("phone-padding-oracle", Position.WIRE, WireAttacks::paddingOracle),
          on("phone-past", Position.LEAKED_KEY, ThiefAttacks::past),
          on("signed-forward", Position.USER, StoreAttacks::forward),
          on("signed-drain", Position.USER, UserAttacks::drain),
          on("signed-cfb-flip", Position.WIRE, WireAttacks::flip),
          on("room-dictionary", Position.WIRE, WireAttacks::dictionary),
          on("room-forge", Position.WIRE, WireAttacks::forge),
          on("room-server-reads", Position.SERVER, ServerAttacks::serverReads),
          on("challenge-key-from-signature", Position.WIRE, WireAttacks::keyFromSignature),
          on("challenge-des-search", Position.WIRE, WireAttacks::search),
          on("challenge-relabel", Position.WIRE, ServerAttacks::relabel));

  private static OnSotto on(String name, Position position, Attempt attempt) {
    return new OnSotto(name, position, Policy.NORMAL, attempt);
  }

  static Optional<Opponent> named(String name) {
    return ALL.stream().filter(o -> o.name().equals(name)).findFirst();
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    var folder = Files.createDirectories(scene.folder().resolve("sotto"));
    try (Ground ground = Ground.open(folder, policy)) {
      return attempt.against(ground, columns);
    }
  }
}
