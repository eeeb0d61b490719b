package sotto.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.client.engine.Link.Waiting;
import sotto.mls.group.Identity;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.Lifetime;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// Rules 23: "100 of 30 days, plus one last-resort replaced weekly".
final class Stock {
  /// Before the reference of a last-resort KeyPackage, whose private keys outlive a join.
  static final String LAST_RESORT = "L ";

  /// Private keys that may be out at once: a server that always wants more is not believed.
  private static final int MOST_KEPT = 10 * Limits.KEY_PACKAGE_STOCK;

  private Stock() {}

  /// When the last-resort KeyPackage is to be replaced, and with it whatever is over by then.
  static Instant due(State state) {
    return state.self().lastResortAt().plus(Limits.LAST_RESORT_RENEWAL);
  }

  /// Of a connection that lasts for weeks. Its answer tells what is left of the others.
  static void renew(Turn turn) {
    if (turn.link().caughtUp() && turn.state().retryAt().isEmpty()) {
      check(turn, Integer.MAX_VALUE);
    }
  }

  static void check(Turn turn, int left) {
    boolean weekOld = turn.isDue(due(turn.state()), Limits.LAST_RESORT_RENEWAL.plusDays(1));
    boolean low = left < turn.link().policy().of(Limit.KEY_PACKAGE_LOW);
    if (turn.link().asked(Waiting.ForStock.class) > 0 || !low && !weekOld) {
      return;
    }
    dropExpired(turn);
    Identity identity = turn.crypto().identity(turn.self());
    Lifetime lifetime = Stock.lifetime(turn);
    long wanted =
        Math.min(turn.link().policy().of(Limit.KEY_PACKAGE_STOCK), Limits.KEY_PACKAGE_STOCK);
    List<Bytes> published = new ArrayList<>();
    while (low && left + published.size() < wanted && turn.state().packages().size() < MOST_KEPT) {
      KeyPackageSecrets made =
          KeyPackageSecrets.create(
              turn.crypto().crypto(), Cryptography.SUITE, identity, lifetime, turn.random());
      turn.keyPackage(reference(turn, made), made);
      published.add(Bytes.wrap(made.keyPackage().toMessage()));
    }
    Optional<Bytes> lastResort =
        weekOld ? Optional.of(lastResort(turn, identity)) : Optional.empty();
    if (!published.isEmpty() || lastResort.isPresent()) {
      turn.send(new ClientFrame.PublishKeyPackages(published, lastResort), new Waiting.ForStock());
    }
  }

  private static Bytes lastResort(Turn turn, Identity identity) {
    KeyPackageSecrets made =
        KeyPackageSecrets.createLastResort(
            turn.crypto().crypto(),
            Cryptography.SUITE,
            identity,
            Stock.lifetime(turn),
            turn.random());
    turn.keyPackage(LAST_RESORT + reference(turn, made), made);
    turn.self(turn.self().lastResort(turn.now()));
    return Bytes.wrap(made.keyPackage().toMessage());
  }

  /// From a day ago, because clocks differ.
  static Lifetime lifetime(Turn turn) {
    return new Lifetime(
        turn.now().minus(Duration.ofDays(1)).getEpochSecond(),
        turn.now().plus(Limits.KEY_PACKAGE_LIFE).getEpochSecond());
  }

  static String reference(Turn turn, KeyPackageSecrets made) {
    return HexFormat.of().formatHex(made.reference(turn.crypto().crypto()));
  }

  /// Private keys of KeyPackages that nobody may use any more are erased.
  private static void dropExpired(Turn turn) {
    for (Map.Entry<String, KeyPackageSecrets> entry : turn.state().packages().entries()) {
      boolean over =
          entry.getValue().keyPackage().leafNode().source() instanceof LeafNodeSource.KeyPackage k
              && k.lifetime().notAfter()
                  < turn.now().minus(Limits.LAST_RESORT_RENEWAL).getEpochSecond();
      if (over) {
        turn.dropKeyPackage(entry.getKey());
      }
    }
  }
}
