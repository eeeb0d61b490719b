package sotto.mls.treekem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.crypto.VerificationKey;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;

/// The public side of a group's ratchet tree (RFC 9420 §4, §7): an immutable value.
///
/// A change makes a new tree that shares every untouched subtree with the old one, so that it costs
/// O(log n) time and memory, hashing included.
public final class RatchetTree {
  private final SuiteCrypto crypto;
  private final TreeNode root;
  private final KeySet encryptionKeys;
  private final KeySet signatureKeys;

  RatchetTree(SuiteCrypto crypto, TreeNode root, KeySet encryptionKeys, KeySet signatureKeys) {
    this.crypto = crypto;
    this.root = root;
    this.encryptionKeys = encryptionKeys;
    this.signatureKeys = signatureKeys;
  }

  /// A tree of one leaf.
  public static RatchetTree of(SuiteCrypto crypto, LeafNode first) {
    return new RatchetTree(
        crypto,
        new LeafSlot(0, first, Census.of(first)),
        KeySet.empty(crypto).with(first::encryptionKey),
        KeySet.empty(crypto).with(first::signatureKey));
  }

  // --- what is there ---

  public SuiteCrypto crypto() {
    return crypto;
  }

  /// The number of leaves, blank ones too: a power of two.
  public int width() {
    return 1 << root.level();
  }

  public int memberCount() {
    return root.members();
  }

  public byte[] treeHash() {
    return root.hash(crypto).clone();
  }

  /// What the members use and understand.
  public Census census() {
    return root.census();
  }

  /// Empty when the leaf is blank or outside the tree.
  public Optional<LeafNode> leaf(LeafIndex index) {
    return slot(index).map(LeafSlot::leaf);
  }

  /// The signature key of a member, ready for use.
  public VerificationKey verificationKey(LeafIndex index) throws MlsException {
    Optional<LeafSlot> slot = slot(index);
    if (slot.isEmpty()) {
      throw new MlsException("There is no member at " + index + ".");
    }
    return slot.get().verificationKey(crypto);
  }

  private Optional<LeafSlot> slot(LeafIndex index) {
    if (index.value() >= width()) {
      return Optional.empty();
    }
    TreeNode node = root;
    while (node instanceof Branch branch) {
      node = branch.right().covers(index.value()) ? branch.right() : branch.left();
    }
    return node instanceof LeafSlot slot ? Optional.of(slot) : Optional.empty();
  }

  /// @throws MlsException when there is no member at that leaf
  public LeafNode member(LeafIndex index) throws MlsException {
    return leaf(index).orElseThrow(() -> new MlsException("There is no member at " + index + "."));
  }

  /// The leaves that are not blank, from the left.
  public List<LeafIndex> leaves() {
    List<LeafIndex> found = new ArrayList<>(memberCount());
    root.leaves(slot -> found.add(new LeafIndex(slot.first())));
    return found;
  }

  /// Whether any node, leaf or parent, has that encryption key.
  public boolean hasEncryptionKey(byte[] key) {
    return encryptionKeys.contains(key);
  }

  public boolean hasSignatureKey(byte[] key) {
    return signatureKeys.contains(key);
  }

  /// Empty when the parent node is blank.
  public Optional<ParentNode> parentNode(NodeIndex index) {
    return subtree(index) instanceof Branch branch ? branch.parent() : Optional.empty();
  }

  public byte[] treeHash(NodeIndex index) {
    return subtree(index).hash(crypto).clone();
  }

  /// RFC 9420 §4.1.1.
  public List<NodeIndex> resolution(NodeIndex index) {
    List<NodeIndex> nodes = new ArrayList<>();
    subtree(index).resolve(resolved -> nodes.add(resolved.node()));
    return nodes;
  }

  // --- what changes (RFC 9420 §7.7, §12.1) ---

  /// A tree and the leaf that was given to a new member.
  public record Added(RatchetTree tree, LeafIndex leaf) {}

  /// RFC 9420 §12.1.1: the leaf goes to the leftmost blank place, or the tree is doubled; "For each
  /// non-blank intermediate node along the path from the leaf L to the root, add L's leaf index to
  /// the unmerged_leaves list for the node."
  public Added add(LeafNode leaf) throws MlsException {
    LeafIndex place = nextFree();
    TreeNode grown = grownFor(place);
    TreeNode changed =
        TreePath.replace(
            grown,
            place,
            Optional.of(leaf),
            (level, before) -> before.map(parent -> parent.withUnmerged(place)));
    RatchetTree tree =
        new RatchetTree(
            crypto,
            changed,
            encryptionKeys.with(leaf::encryptionKey),
            signatureKeys.with(leaf::signatureKey));
    return new Added(tree, place);
  }

  /// The place that the next new member gets.
  public LeafIndex nextFree() {
    return new LeafIndex(root.members() == width() ? width() : TreePath.leftmostBlank(root));
  }

  /// RFC 9420 §12.1.2: replaces the leaf and blanks the nodes above it.
  public RatchetTree update(LeafIndex index, LeafNode leaf) throws MlsException {
    LeafNode before = member(index);
    return blanked(index, Optional.of(leaf), before).indexed(leaf);
  }

  /// RFC 9420 §12.1.3: blanks the leaf and the nodes above it, and truncates the tree "until there
  /// is at least one non-blank leaf node in the right subtree."
  public RatchetTree remove(LeafIndex index) throws MlsException {
    RatchetTree tree = blanked(index, Optional.empty(), member(index));
    TreeNode top = tree.root;
    while (top.level() > 0 && TreePath.right(top).isBlank()) {
      tree = tree.withoutKey(TreePath.parentOf(top));
      top = TreePath.left(top);
    }
    return new RatchetTree(crypto, top, tree.encryptionKeys, tree.signatureKeys);
  }

  /// Sets a leaf and the nodes of its filtered direct path, and blanks the others above it: what an
  /// UpdatePath does (RFC 9420 §7.5). An external committer's leaf is blank before.
  RatchetTree merge(LeafIndex index, LeafNode leaf, List<ParentNode> path) throws MlsException {
    TreeNode grown = grownFor(index);
    RatchetTree tree = new RatchetTree(crypto, grown, encryptionKeys, signatureKeys);
    Optional<LeafNode> before = tree.leaf(index);
    tree =
        before.isPresent()
            ? tree.blanked(index, before, before.get())
            : tree.withoutKeysAbove(index);
    List<Integer> levels = tree.filteredDirectPath(index).stream().map(NodeIndex::level).toList();
    TreeNode merged =
        TreePath.replace(
            tree.root,
            index,
            Optional.of(leaf),
            (level, parent) -> {
              int at = levels.indexOf(level);
              return at < 0 ? Optional.empty() : Optional.of(path.get(at));
            });
    KeySet keys = tree.encryptionKeys.with(leaf::encryptionKey);
    for (ParentNode node : path) {
      keys = keys.with(node::encryptionKey);
    }
    return new RatchetTree(crypto, merged, keys, tree.signatureKeys.with(leaf::signatureKey));
  }

  /// RFC 9420 §4.1.2: the nodes above a leaf, from below, without those whose other child has an
  /// empty resolution. The leaf may be the next free one.
  public List<NodeIndex> filteredDirectPath(LeafIndex index) throws MlsException {
    List<NodeIndex> path = new ArrayList<>();
    TreePath.walk(
        grownFor(index),
        index,
        (branch, copath) -> {
          if (!copath.isBlank()) {
            path.addFirst(branch.index());
          }
        });
    return path;
  }

  // --- inside the package ---

  TreeNode root() {
    return root;
  }

  /// The node at an index of the array representation.
  TreeNode subtree(NodeIndex index) {
    TreeNode node = root;
    long leaf = index.value() >>> 1;
    while (node.level() > index.level()) {
      node = TreePath.child(node, leaf);
    }
    return node;
  }

  /// The root of a tree that is wide enough for `place`, which is at most the next one to the
  /// right.
  TreeNode grownFor(LeafIndex place) throws MlsException {
    if (place.value() < width()) {
      return root;
    }
    if (place.value() > width() || width() >= TreeMath.MAX_LEAVES) {
      throw new MlsException("A tree of " + width() + " leaves has no place for " + place + ".");
    }
    TreeNode right = new EmptySubtree(root.level(), width());
    return Branch.of(root, right, Optional.empty());
  }

  private RatchetTree blanked(LeafIndex index, Optional<LeafNode> leaf, LeafNode before) {
    TreeNode changed = TreePath.replace(root, index, leaf, (level, parent) -> Optional.empty());
    KeySet keys = withoutKeysAbove(index).encryptionKeys.without(before.encryptionKey());
    return new RatchetTree(crypto, changed, keys, signatureKeys.without(before.signatureKey()));
  }

  /// With the nodes above a leaf, whose keys are forgotten because they are about to be replaced.
  private RatchetTree withoutKeysAbove(LeafIndex index) {
    List<Optional<ParentNode>> overwritten = new ArrayList<>();
    TreePath.walk(root, index, (branch, copath) -> overwritten.add(TreePath.parentOf(branch)));
    RatchetTree tree = this;
    for (Optional<ParentNode> parent : overwritten) {
      tree = tree.withoutKey(parent);
    }
    return tree;
  }

  private RatchetTree withoutKey(Optional<ParentNode> parent) {
    return parent
        .map(node ->
            new RatchetTree(
                crypto, root, encryptionKeys.without(node.encryptionKey()), signatureKeys))
        .orElse(this);
  }

  private RatchetTree indexed(LeafNode leaf) {
    return new RatchetTree(
        crypto,
        root,
        encryptionKeys.with(leaf::encryptionKey),
        signatureKeys.with(leaf::signatureKey));
  }
}
