package sotto.mls.treekem;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.LeafIndex;

/// RFC 9420 §7.1.
///
/// ```text
/// struct {
///     HPKEPublicKey encryption_key;
///     opaque parent_hash<V>;
///     uint32 unmerged_leaves<V>;
/// } ParentNode;
/// ```
public record ParentNode(byte[] encryptionKey, byte[] parentHash, List<LeafIndex> unmergedLeaves)
    implements Encodable {

  public ParentNode {
    encryptionKey = encryptionKey.clone();
    parentHash = parentHash.clone();
    unmergedLeaves = List.copyOf(unmergedLeaves);
  }

  @Override
  public byte[] encryptionKey() {
    return encryptionKey.clone();
  }

  @Override
  public byte[] parentHash() {
    return parentHash.clone();
  }

  /// @throws MlsException when the bytes are no such value
  public static ParentNode decode(Reader in) throws MlsException {
    ParentNode node = new ParentNode(in.opaque(), in.opaque(), in.vector(LeafIndex::decode));
    // RFC 9420 §7.1: "entries in the unmerged_leaves vector MUST be sorted in increasing order."
    for (int i = 1; i < node.unmergedLeaves.size(); i++) {
      if (node.unmergedLeaves.get(i - 1).compareTo(node.unmergedLeaves.get(i)) >= 0) {
        throw new MlsException("The unmerged leaves of a parent node are not sorted.");
      }
    }
    return node;
  }

  @Override
  public void encode(Writer out) {
    out.opaque(encryptionKey).opaque(parentHash).vector(unmergedLeaves);
  }

  /// Whether a leaf is one of the unmerged ones, which are sorted.
  boolean isUnmerged(LeafIndex leaf) {
    return Collections.binarySearch(unmergedLeaves, leaf) >= 0;
  }

  /// The node with one more unmerged leaf, kept in order.
  ParentNode withUnmerged(LeafIndex leaf) {
    List<LeafIndex> more = new ArrayList<>(unmergedLeaves);
    more.add(leaf);
    more.sort(null);
    return new ParentNode(encryptionKey, parentHash, more);
  }
}
