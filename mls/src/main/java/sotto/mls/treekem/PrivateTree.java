package sotto.mls.treekem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;

/// One member's private view of the tree (RFC 9420 §4.2): the keys of its own leaf and of the nodes
/// above it that it knows.
public final class PrivateTree {
  private final LeafIndex me;
  private final List<Optional<HpkeKeyPair>> byLevel;

  private PrivateTree(LeafIndex me, List<Optional<HpkeKeyPair>> byLevel) {
    this.me = me;
    this.byLevel = List.copyOf(byLevel);
  }

  public static PrivateTree of(LeafIndex me, HpkeKeyPair leafKey) {
    return new PrivateTree(me, List.of(Optional.of(leafKey)));
  }

  /// From keys by the level of their node, as [#keys] gives them.
  public static PrivateTree of(LeafIndex me, List<Optional<HpkeKeyPair>> keys) {
    return new PrivateTree(me, keys);
  }

  public LeafIndex me() {
    return me;
  }

  /// By level: that of the leaf first.
  public List<Optional<HpkeKeyPair>> keys() {
    return byLevel;
  }

  /// The key of a node, if this member has it.
  public Optional<HpkeKeyPair> at(NodeIndex node) {
    int level = node.level();
    boolean above = NodeIndex.of(me).value() >>> (level + 1) == node.value() >>> (level + 1);
    return above && level < byLevel.size() ? byLevel.get(level) : Optional.empty();
  }

  public PrivateTree with(int level, HpkeKeyPair key) {
    List<Optional<HpkeKeyPair>> changed = new ArrayList<>(byLevel);
    while (changed.size() <= level) {
      changed.add(Optional.empty());
    }
    changed.set(level, Optional.of(key));
    return new PrivateTree(me, changed);
  }

  /// The keys that still belong to nodes of `tree`: the others were replaced or blanked.
  public PrivateTree in(RatchetTree tree) {
    List<Optional<HpkeKeyPair>> kept = new ArrayList<>();
    for (int level = 0; level < byLevel.size(); level++) {
      int at = level;
      kept.add(byLevel.get(level).filter(key -> isCurrent(tree, at, key)));
    }
    while (!kept.isEmpty() && kept.getLast().isEmpty()) {
      kept.removeLast();
    }
    return new PrivateTree(me, kept);
  }

  private boolean isCurrent(RatchetTree tree, int level, HpkeKeyPair key) {
    if (1L << level > tree.width()) {
      return false;
    }
    Optional<byte[]> current =
        level == 0
            ? tree.leaf(me).map(LeafNode::encryptionKey)
            : tree.parentNode(NodeIndex.above(me, level)).map(ParentNode::encryptionKey);
    return current.isPresent() && Arrays.equals(current.get(), key.publicKey());
  }

  /// RFC 9420 §12.4.3.1: sets the keys that follow from the path secret of the common ancestor of
  /// this member and the one who invited it.
  ///
  /// @throws MlsException when they are not the keys of the tree
  public PrivateTree withPathSecret(RatchetTree tree, LeafIndex inviter, Secret pathSecret)
      throws MlsException {
    SuiteCrypto crypto = tree.crypto();
    int level = 64 - Long.numberOfLeadingZeros(me.value() ^ inviter.value());
    PrivateTree keys = this;
    Secret secret = pathSecret;
    // "Set the private key for this node to the private key derived from the path_secret": who
    // committed a path has set the lowest node above both.
    if (tree.parentNode(NodeIndex.above(me, level)).isEmpty()) {
      throw new MlsException("The path secret of a Welcome is for a blank node.");
    }
    for (; 1L << level <= tree.width(); level++) {
      Optional<ParentNode> node = tree.parentNode(NodeIndex.above(me, level));
      if (node.isEmpty()) {
        continue;
      }
      HpkeKeyPair pair = PathKeys.nodeKey(crypto, secret);
      // "The private key MUST be the private key that corresponds to the public key in the node."
      if (!Arrays.equals(pair.publicKey(), node.get().encryptionKey())) {
        throw new MlsException("The path secret of a Welcome does not fit the tree.");
      }
      keys = keys.with(level, pair);
      secret = PathKeys.next(crypto, secret);
    }
    return keys;
  }
}
