package sotto.mls.tree;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §7.6: fresh keys for a committer's leaf and for its filtered direct path.
///
/// ```text
/// struct {
///     LeafNode leaf_node;
///     UpdatePathNode nodes<V>;
/// } UpdatePath;
/// ```
///
/// @param nodes from the leaf up; none in a group of one
public record UpdatePath(LeafNode leafNode, List<UpdatePathNode> nodes) implements Encodable {

  public UpdatePath {
    allGiven("leafNode nodes", leafNode, nodes);
    nodes = List.copyOf(nodes);
  }

  /// @throws MlsException when the bytes are no such value
  public static UpdatePath decode(Reader in) throws MlsException {
    given("in", in);
    return new UpdatePath(LeafNode.decode(in), in.vector(UpdatePathNode::decode));
  }

  @Override
  public void encode(Writer out) {
    given("out", out).struct(leafNode).vector(nodes);
  }
}
