package sotto.mls.treekem;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.UpdatePath;
import sotto.mls.tree.UpdatePathNode;

/// A receiver's side of an UpdatePath (RFC 9420 §7.5): it is merged into the tree first, then, when
/// the new tree hash is in the GroupContext, its path secrets are opened.
public final class PathReceiver {
  private final RatchetTree tree;
  private final LeafIndex sender;
  private final UpdatePath update;
  private final List<NodeIndex> path;

  private PathReceiver(
      RatchetTree tree, LeafIndex sender, UpdatePath update, List<NodeIndex> path) {
    this.tree = tree;
    this.sender = sender;
    this.update = update;
    this.path = path;
  }

  /// Merges an UpdatePath whose leaf has been validated.
  ///
  /// @param before the tree with all proposals applied
  /// @throws MlsException when it has too few nodes, keys that are known, or another parent hash
  public static PathReceiver merge(RatchetTree before, LeafIndex sender, UpdatePath update)
      throws MlsException {
    List<NodeIndex> path = before.filteredDirectPath(sender);
    if (path.size() != update.nodes().size()) {
      throw new MlsException("An UpdatePath has another length than its sender's path.");
    }
    List<byte[]> keys = update.nodes().stream().map(UpdatePathNode::encryptionKey).toList();
    checkFresh(before, update, keys);
    ParentHashes.Chain chain = ParentHashes.over(before, sender, keys);
    // RFC 9420 §7.5: "verify that the parent_hash field of the leaf node matches the parent hash
    // for
    // the first node in its filtered direct path."
    if (!(update.leafNode().source() instanceof LeafNodeSource.Commit(byte[] hash))
        || !Arrays.equals(hash, chain.leafParentHash())) {
      throw new MlsException("The leaf of an UpdatePath has a wrong parent hash.");
    }
    RatchetTree after = before.merge(sender, update.leafNode(), chain.nodes());
    return new PathReceiver(after, sender, update, path);
  }

  // RFC 9420 §12.4.2: "Verify that none of the public keys in the UpdatePath appear in any node of
  // the new ratchet tree", and that the leaf's "is different from the committer's current".
  private static void checkFresh(RatchetTree before, UpdatePath update, List<byte[]> keys)
      throws MlsException {
    KeySet seen = KeySet.empty(before.crypto()).with(update.leafNode()::encryptionKey);
    if (before.hasEncryptionKey(update.leafNode().encryptionKey())) {
      throw new MlsException("An UpdatePath brings an encryption key that is in the tree already.");
    }
    for (byte[] key : keys) {
      // Members that do not derive this key themselves will seal to it.
      before.crypto().hpke().checkPublicKey(key);
      if (before.hasEncryptionKey(key) || seen.contains(key)) {
        throw new MlsException("An UpdatePath brings an encryption key twice.");
      }
      seen = seen.with(() -> key);
    }
  }

  /// The tree with the path merged.
  public RatchetTree tree() {
    return tree;
  }

  /// What a receiver learns from a path.
  public record Opened(PrivateTree keys, Secret commitSecret) {}

  /// Opens the path secret that is meant for this member and derives those above it.
  ///
  /// @param mine the private keys before
  /// @param context the provisional GroupContext, encoded
  /// @param added leaves that the same Commit adds
  /// @throws MlsException when the ciphertexts do not open or give other keys than those sent
  public Opened open(PrivateTree mine, byte[] context, List<LeafIndex> added) throws MlsException {
    Set<NodeIndex> excluded = new HashSet<>();
    added.forEach(newcomer -> excluded.add(NodeIndex.of(newcomer)));
    checkLengths(excluded);
    int at = meeting(mine.me());
    Secret secret = opened(at, mine.in(tree), context, excluded);
    SuiteCrypto crypto = tree.crypto();
    PrivateTree keys = mine.in(tree);
    for (int i = at; i < path.size(); i++) {
      HpkeKeyPair pair = PathKeys.nodeKey(crypto, secret);
      // RFC 9420 §7.5: "Verify that the derived public keys are the same as the corresponding
      // public
      // keys sent in the UpdatePath."
      if (!Arrays.equals(pair.publicKey(), update.nodes().get(i).encryptionKey())) {
        throw new MlsException("A path secret does not give the public key sent with it.");
      }
      keys = keys.with(path.get(i).level(), pair);
      Secret used = secret;
      secret = PathKeys.next(crypto, used);
      used.erase();
    }
    return new Opened(keys, secret);
  }

  // RFC 9420 §7.6: "The length of the encrypted_path_secret vector MUST be equal to the length of
  // the resolution of the copath node (excluding new leaf nodes)".
  private void checkLengths(Set<NodeIndex> excluded) throws MlsException {
    for (int i = 0; i < path.size(); i++) {
      TreeNode copath = PathSender.copath(tree, path.get(i), sender);
      int expected = Resolution.of(copath, excluded).size();
      if (update.nodes().get(i).encryptedPathSecret().size() != expected) {
        throw new MlsException("An UpdatePath has another number of ciphertexts than receivers.");
      }
    }
  }

  /// The first node of the path that is above this member too.
  private int meeting(LeafIndex me) throws MlsException {
    for (int i = 0; i < path.size(); i++) {
      if (tree.subtree(path.get(i)).covers(me.value())) {
        return i;
      }
    }
    throw new MlsException("An UpdatePath does not reach this member.");
  }

  private Secret opened(int at, PrivateTree mine, byte[] context, Set<NodeIndex> excluded)
      throws MlsException {
    TreeNode copath = PathSender.copath(tree, path.get(at), sender);
    List<TreeNode.Resolved> receivers = Resolution.of(copath, excluded);
    for (int i = 0; i < receivers.size(); i++) {
      Optional<HpkeKeyPair> key = mine.at(receivers.get(i).node());
      if (key.isPresent()) {
        HpkeCiphertext sealed = update.nodes().get(at).encryptedPathSecret().get(i);
        byte[] secret = tree.crypto().decryptWithLabel(key.get(), PathKeys.LABEL, context, sealed);
        if (secret.length != tree.crypto().hashLength()) {
          throw new MlsException("A path secret has a wrong length.");
        }
        return Secret.owning(secret);
      }
    }
    throw new MlsException("An UpdatePath has no ciphertext that this member can open.");
  }
}
