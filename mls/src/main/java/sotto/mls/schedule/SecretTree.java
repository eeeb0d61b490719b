package sotto.mls.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.LeafIndex;

/// The secret tree of one epoch with the ratchets of its members (RFC 9420 §9).
///
/// Memory and each operation are O(log n) in the members of which nothing was used yet.
public final class SecretTree {
  private static final StoredTree<SenderRatchets> STORED =
      new StoredTree<>((out, ratchets) -> out.struct(ratchets), SenderRatchets::decode);

  private final DerivationTree<SenderRatchets> tree;
  private final long used;

  private SecretTree(DerivationTree<SenderRatchets> tree, long used) {
    this.tree = tree;
    this.used = used;
  }

  /// The tree over `encryption_secret`, which it takes over.
  ///
  /// @param leaves of the ratchet tree, blank ones included; rounded up to a power of two
  public static SecretTree rooted(Secret encryptionSecret, long leaves) {
    return new SecretTree(DerivationTree.rooted(encryptionSecret, leaves), 0);
  }

  /// The key for the next message that `own` sends.
  public Step<SecretTree> next(SuiteCrypto crypto, LeafIndex own, RatchetType type) {
    if (!tree.contains(own.value())) {
      throw new IllegalArgumentException(own + " is not in this tree.");
    }
    Sender sender = sender(crypto, own);
    return sender.stepped(used, type, sender.ratchets.of(type).next(crypto));
  }

  /// The key of a message that `sender` sent.
  ///
  /// @param generation as `SenderData` says
  /// @throws MlsException when there is no such leaf, the key was used before or is too far ahead
  public Step<SecretTree> at(
      SuiteCrypto crypto, LeafIndex sender, RatchetType type, long generation, RatchetBounds bounds)
      throws MlsException {
    if (!tree.contains(sender.value())) {
      throw new MlsException("The sender of a message is not in the tree.");
    }
    Sender opened = sender(crypto, sender);
    try {
      return opened.stepped(used, type, opened.ratchets.of(type).at(crypto, generation, bounds));
    } catch (MlsException e) {
      opened.created.forEach(Secret::erase);
      throw e;
    }
  }

  /// How many keys of a ratchet were used in its order: the number of the next one.
  public long generation(LeafIndex member, RatchetType type) {
    return tree.contains(member.value())
        ? tree.at((int) member.value()).map(open -> open.of(type).generation()).orElse(0L)
        : 0;
  }

  /// How many keys of all ratchets were used or dropped: it grows with every step.
  public long used() {
    return used;
  }

  /// Likewise of one member's.
  public long used(LeafIndex member) {
    return tree.contains(member.value())
        ? tree.at((int) member.value()).map(SenderRatchets::used).orElse(0L)
        : 0;
  }

  private static long used(DerivationTree.Node<SenderRatchets> node) {
    return switch (node) {
      case DerivationTree.Whole<SenderRatchets> _ -> 0;
      case DerivationTree.Split<SenderRatchets>(var left, var right) -> used(left) + used(right);
      case DerivationTree.Tip<SenderRatchets>(SenderRatchets ratchets) -> ratchets.used();
    };
  }

  /// A leaf that is open, and what opening it took.
  private record Sender(
      DerivationTree<SenderRatchets> tree,
      int leaf,
      SenderRatchets ratchets,
      List<Secret> consumed,
      List<Secret> created) {

    Step<SecretTree> stepped(long before, RatchetType type, Step<HashRatchet> step) {
      long used = before + step.next().used() - ratchets.of(type).used();
      SecretTree next = new SecretTree(tree.with(leaf, ratchets.with(type, step.next())), used);
      if (created.isEmpty()) {
        return new Step<>(next, step.key(), step.consumed(), step.created());
      }
      List<Secret> allConsumed = new ArrayList<>(consumed);
      allConsumed.addAll(step.consumed());
      List<Secret> allCreated = new ArrayList<>(created);
      allCreated.addAll(step.created());
      return new Step<>(next, step.key(), allConsumed, allCreated);
    }
  }

  private Sender sender(SuiteCrypto crypto, LeafIndex index) {
    int leaf = (int) index.value();
    Optional<SenderRatchets> open = tree.at(leaf);
    if (open.isPresent()) {
      return new Sender(tree, leaf, open.get(), List.of(), List.of());
    }
    DerivationTree.Opened<SenderRatchets> opened =
        tree.open(crypto, leaf, secret -> SenderRatchets.ofLeaf(crypto, secret));
    List<Secret> created = new ArrayList<>(opened.created());
    opened.value().handshake().secret().ifPresent(created::add);
    opened.value().application().secret().ifPresent(created::add);
    return new Sender(opened.tree(), leaf, opened.value(), opened.consumed(), created);
  }

  /// Leaves that there is room for: a power of two.
  public int leaves() {
    return tree.leaves();
  }

  /// Every secret in it, to erase them with the epoch.
  public List<Secret> secrets() {
    return HeldSecrets.of(tree);
  }

  /// What is stored of it, under node indices.
  public SortedMap<Long, byte[]> rows() {
    return STORED.rows(tree);
  }

  /// What has to be changed in what is stored of `earlier`, a state of the same epoch.
  public TreeChanges changesSince(SecretTree earlier) {
    return STORED.changes(earlier.tree, tree);
  }

  /// @throws MlsException when the rows are no complete tree
  public static SecretTree stored(int leaves, Map<Long, byte[]> rows) throws MlsException {
    DerivationTree<SenderRatchets> tree = STORED.tree(leaves, rows);
    return new SecretTree(tree, used(tree.root()));
  }
}
