package sotto.mls.treekem;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The nodes that a path secret is encrypted to (RFC 9420 §7.5): the resolution of a copath node,
/// but "Any new member (from an Add proposal) added in the same Commit MUST be excluded".
final class Resolution {
  private Resolution() {}

  static List<TreeNode.Resolved> of(TreeNode copath, Set<NodeIndex> excluded) {
    List<TreeNode.Resolved> nodes = new ArrayList<>();
    copath.resolve(resolved -> {
      if (!excluded.contains(resolved.node())) {
        nodes.add(resolved);
      }
    });
    return nodes;
  }
}
