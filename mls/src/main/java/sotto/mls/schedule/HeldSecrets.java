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
