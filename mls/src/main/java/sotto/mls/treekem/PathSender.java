package sotto.mls.treekem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.UpdatePath;
import sotto.mls.tree.UpdatePathNode;

/// A committer's side of an UpdatePath (RFC 9420 §7.5): fresh keys first, then, when the new tree
/// hash is in the GroupContext, their path secrets sealed to the others.
public final class PathSender {
  private final RatchetTree tree;
  private final PrivateTree keys;
  private final LeafNode leaf;
  private final List<NodeIndex> path;
  private final List<Secret> pathSecrets;
  private final Secret commitSecret;

  private PathSender(
      RatchetTree tree,
      PrivateTree keys,
      LeafNode leaf,
      List<NodeIndex> path,
      List<Secret> pathSecrets,
      Secret commitSecret) {
    this.tree = tree;
    this.keys = keys;
    this.leaf = leaf;
    this.path = path;
    this.pathSecrets = pathSecrets;
    this.commitSecret = commitSecret;
  }

  /// Draws fresh keys for `place` and the nodes above it.
  ///
  /// @param before the tree with all proposals applied
  /// @param content what the new leaf says; its keys, source and signature are made here
  /// @throws MlsException when the place is beyond the tree
  public static PathSender start(
      RatchetTree before,
      LeafNode.Place place,
      LeafNode content,
      SigningKey signer,
      RandomGenerator random)
      throws MlsException {
    SuiteCrypto crypto = before.crypto();
    List<NodeIndex> path = before.filteredDirectPath(place.leaf());
    HpkeKeyPair leafKey = crypto.generateHpkeKeyPair(random);
    PrivateTree keys = PrivateTree.of(place.leaf(), leafKey);
    List<Secret> secrets = new ArrayList<>();
    List<byte[]> publicKeys = new ArrayList<>();
    Secret secret = Secret.random(crypto.hashLength(), random);
    for (NodeIndex node : path) {
      HpkeKeyPair pair = PathKeys.nodeKey(crypto, secret);
      keys = keys.with(node.level(), pair);
      publicKeys.add(pair.publicKey());
      secrets.add(secret);
      secret = PathKeys.next(crypto, secret);
    }
    ParentHashes.Chain chain = ParentHashes.over(before, place.leaf(), publicKeys);
    LeafNode unsigned =
        new LeafNode(
            leafKey.publicKey(),
            content.signatureKey(),
            content.credential(),
            content.capabilities(),
            new LeafNodeSource.Commit(chain.leafParentHash()),
            content.extensions(),
            new byte[0]);
    LeafNode leaf = LeafSignature.sign(crypto, unsigned, Optional.of(place), signer, random);
    RatchetTree after = before.merge(place.leaf(), leaf, chain.nodes());
    return new PathSender(after, keys, leaf, path, secrets, secret);
  }

  /// The tree with the path merged.
  public RatchetTree tree() {
    return tree;
  }

  public PrivateTree keys() {
    return keys;
  }

  /// `path_secret[n+1]`.
  public Secret commitSecret() {
    return commitSecret;
  }

  /// The path secret of the lowest node above both this member and `other` (RFC 9420 §12.4.3).
  public Optional<Secret> pathSecretFor(LeafIndex other) {
    for (int i = 0; i < path.size(); i++) {
      if (tree.subtree(path.get(i)).covers(other.value())) {
        return Optional.of(pathSecrets.get(i));
      }
    }
    return Optional.empty();
  }

  /// Seals the path secrets.
  ///
  /// @param context the provisional GroupContext, encoded
  /// @param added leaves that the same Commit adds, which are told in the Welcome instead
  /// @throws MlsException when a member's key cannot be sealed to
  public UpdatePath seal(byte[] context, List<LeafIndex> added, RandomGenerator random)
      throws MlsException {
    Set<NodeIndex> excluded = new HashSet<>();
    added.forEach(newcomer -> excluded.add(NodeIndex.of(newcomer)));
    List<UpdatePathNode> nodes = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      byte[] key = keys.at(path.get(i)).orElseThrow().publicKey();
      nodes.add(new UpdatePathNode(key, sealed(i, context, excluded, random)));
    }
    return new UpdatePath(leaf, nodes);
  }

  private List<HpkeCiphertext> sealed(
      int at, byte[] context, Set<NodeIndex> excluded, RandomGenerator random) throws MlsException {
    List<HpkeCiphertext> ciphertexts = new ArrayList<>();
    byte[] secret = pathSecrets.get(at).copy();
    TreeNode copath = copath(tree, path.get(at), keys.me());
    for (TreeNode.Resolved node : Resolution.of(copath, excluded)) {
      ciphertexts.add(
          tree.crypto()
              .encryptWithLabel(node.encryptionKey(), PathKeys.LABEL, context, secret, random));
    }
    Arrays.fill(secret, (byte) 0);
    return ciphertexts;
  }

  /// The child of a node that is not on the way to the leaf.
  static TreeNode copath(RatchetTree tree, NodeIndex node, LeafIndex leaf) {
    TreeNode branch = tree.subtree(node);
    TreeNode right = TreePath.right(branch);
    return right.covers(leaf.value()) ? TreePath.left(branch) : right;
  }

  /// Erases the path secrets, once the Welcome is made.
  public void erasePathSecrets() {
    pathSecrets.forEach(Secret::erase);
  }
}
