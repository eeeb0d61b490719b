package sotto.mls.schedule;

import java.util.ArrayList;
import java.util.List;
import sotto.mls.crypto.Secret;
import sotto.mls.schedule.DerivationTree.Node;
import sotto.mls.schedule.DerivationTree.Split;
import sotto.mls.schedule.DerivationTree.Tip;
import sotto.mls.schedule.DerivationTree.Whole;

/// Every secret that a tree holds, for erasing all of it.
final class HeldSecrets {
  private HeldSecrets() {}

  static List<Secret> of(DerivationTree<SenderRatchets> tree) {
    List<Secret> secrets = new ArrayList<>();
    collect(tree.root(), secrets);
    return secrets;
  }

  /// The secrets of nodes that were not opened.
  static <T> List<Secret> unopened(DerivationTree<T> tree) {
    List<Secret> secrets = new ArrayList<>();
    collectUnopened(tree.root(), secrets);
    return secrets;
  }

  private static <T> void collectUnopened(Node<T> node, List<Secret> secrets) {
    switch (node) {
      case Whole<T>(Secret secret) -> secrets.add(secret);
      case Split<T>(Node<T> left, Node<T> right) -> {
        collectUnopened(left, secrets);
        collectUnopened(right, secrets);
      }
      case Tip<T> _ -> {}
    }
  }

  private static void collect(Node<SenderRatchets> node, List<Secret> secrets) {
    switch (node) {
      case Whole<SenderRatchets>(Secret secret) -> secrets.add(secret);
      case Split<SenderRatchets>(Node<SenderRatchets> left, Node<SenderRatchets> right) -> {
        collect(left, secrets);
        collect(right, secrets);
      }
      case Tip<SenderRatchets>(SenderRatchets ratchets) -> {
        collect(ratchets.handshake(), secrets);
        collect(ratchets.application(), secrets);
      }
    }
  }

  private static void collect(HashRatchet ratchet, List<Secret> secrets) {
    ratchet.secret().ifPresent(secrets::add);
    for (MessageKey skipped : ratchet.skipped()) {
      secrets.add(skipped.key().key());
      secrets.add(skipped.key().nonce());
    }
  }
}
