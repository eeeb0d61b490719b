package sotto.mls.treekem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.LeafNode;

/// The ratchet tree as an array, the content of the `ratchet_tree` extension (RFC 9420 §12.4.3.3).
///
/// ```text
/// struct {
///     NodeType nodeType;
///     select (Node.nodeType) {
///         case leaf:   LeafNode leaf_node;
///         case parent: ParentNode parent_node;
///     };
/// } Node;
///
/// optional<Node> ratchet_tree<V>;
/// ```
public final class RatchetTreeCodec {
  private static final int LEAF = 1;
  private static final int PARENT = 2;

  private RatchetTreeCodec() {}

  private sealed interface Node {
    record Leaf(LeafNode leaf) implements Node {}

    record Parent(ParentNode parent) implements Node {}
  }

  public static byte[] encode(RatchetTree tree) {
    long last = lastUsed(tree.root());
    return new Writer(64 + tree.memberCount() * aboutAMember(tree.crypto().suite()))
        .vector(out -> write(tree.root(), out, last))
        .toBytes();
  }

  /// A leaf and, at most, the parent node to go with it.
  private static int aboutAMember(CipherSuite suite) {
    return 200 + 2 * suite.kem().publicKeyLength() + 3 * suite.signature().publicKeyLength();
  }

  /// @throws MlsException when the array is no tree, or has more than `maxMembers` places
  public static RatchetTree decode(byte[] bytes, SuiteCrypto crypto, int maxMembers)
      throws MlsException {
    Reader in = new Reader(bytes);
    List<Optional<Node>> nodes = in.vector(reader -> reader.optional(RatchetTreeCodec::node));
    in.end();
    // RFC 9420 §12.4.3.3: "The receiver MUST check that the last node in ratchet_tree is
    // non-blank".
    if (nodes.isEmpty() || nodes.getLast().isEmpty()) {
      throw new MlsException("A ratchet tree is empty or ends in a blank node.");
    }
    long leaves = nodes.size() / 2 + 1L;
    if (leaves > maxMembers || leaves > TreeMath.MAX_LEAVES) {
      throw new MlsException("A ratchet tree has " + leaves + " leaves, which is too many.");
    }
    return new Builder(nodes, crypto).tree();
  }

  private static Node node(Reader in) throws MlsException {
    return switch (in.uint8()) {
      case LEAF -> new Node.Leaf(LeafNode.decode(in));
      case PARENT -> new Node.Parent(ParentNode.decode(in));
      default -> throw new MlsException("A ratchet tree has a node of no defined type.");
    };
  }

  /// The index of the last node that is not blank; the array ends with it.
  private static long lastUsed(TreeNode node) {
    return switch (node) {
      case LeafSlot leaf -> leaf.index().value();
      case EmptySubtree _ -> -1;
      case Branch branch -> {
        long right = lastUsed(branch.right());
        long own = branch.parent().isPresent() ? branch.index().value() : -1;
        yield right >= 0 ? right : Math.max(own, lastUsed(branch.left()));
      }
    };
  }

  private static void write(TreeNode node, Writer out, long last) {
    switch (node) {
      case LeafSlot leaf -> out.uint8(1).uint8(LEAF).struct(leaf.leaf());
      case EmptySubtree empty -> {
        long end = 2L * empty.first() + (2L << empty.level()) - 2;
        for (long i = 2L * empty.first(); i <= Math.min(end, last); i++) {
          out.uint8(0);
        }
      }
      case Branch branch -> {
        write(branch.left(), out, last);
        if (branch.index().value() <= last) {
          branch
              .parent()
              .ifPresentOrElse(
                  parent -> out.uint8(1).uint8(PARENT).struct(parent), () -> out.uint8(0));
        }
        write(branch.right(), out, last);
      }
    }
  }

  /// Turns the array into subtrees, collecting the keys on the way.
  private static final class Builder {
    private final List<Optional<Node>> nodes;
    private final SuiteCrypto crypto;
    private final Interned<Census> censuses = new Interned<>();
    private KeySet encryptionKeys;
    private KeySet signatureKeys;

    Builder(List<Optional<Node>> nodes, SuiteCrypto crypto) {
      this.nodes = new ArrayList<>(nodes);
      this.crypto = crypto;
      this.encryptionKeys = KeySet.empty(crypto);
      this.signatureKeys = encryptionKeys;
    }

    RatchetTree tree() throws MlsException {
      int level = TreeMath.depth(nodes.size() / 2 + 1L);
      TreeNode root = build(level, 0);
      // RFC 9420 §7.7: "When the right subtree of the tree no longer has any non-blank nodes, it
      // can
      // be safely removed"; a tree that kept one would differ from everybody else's.
      if (level > 0 && TreePath.right(root).isBlank()) {
        throw new MlsException("The right half of a ratchet tree is blank.");
      }
      return new RatchetTree(crypto, root, encryptionKeys, signatureKeys);
    }

    private TreeNode build(int level, int first) throws MlsException {
      if (2L * first >= nodes.size()) {
        return new EmptySubtree(level, first);
      }
      if (level == 0) {
        return leaf(first);
      }
      TreeNode left = build(level - 1, first);
      TreeNode right = build(level - 1, first + (1 << (level - 1)));
      return Branch.of(left, right, parent(level, first));
    }

    private TreeNode leaf(int first) throws MlsException {
      Optional<Node> node = nodes.get(2 * first);
      if (node.isEmpty()) {
        return new EmptySubtree(0, first);
      }
      if (!(node.get() instanceof Node.Leaf(LeafNode leaf))) {
        throw new MlsException("A ratchet tree has a parent node in the place of a leaf.");
      }
      unique(leaf::encryptionKey);
      // RFC 9420 §7.3: "Verify that the following fields are unique among the members of the
      // group".
      if (signatureKeys.contains(leaf.signatureKey())) {
        throw new MlsException("Two members of the tree have the same signature key.");
      }
      signatureKeys = signatureKeys.with(leaf::signatureKey);
      return new LeafSlot(first, leaf, censuses.of(Census.of(leaf)));
    }

    private Optional<ParentNode> parent(int level, int first) throws MlsException {
      int at = 2 * first + (1 << level) - 1;
      Optional<Node> node = at < nodes.size() ? nodes.get(at) : Optional.empty();
      if (node.isEmpty()) {
        return Optional.empty();
      }
      if (!(node.get() instanceof Node.Parent(ParentNode parent))) {
        throw new MlsException("A ratchet tree has a leaf in the place of a parent node.");
      }
      unique(parent::encryptionKey);
      return Optional.of(parent);
    }

    private void unique(KeySet.Owner owner) throws MlsException {
      if (encryptionKeys.contains(owner.key())) {
        throw new MlsException("Two nodes of the tree have the same encryption key.");
      }
      encryptionKeys = encryptionKeys.with(owner);
    }
  }
}
