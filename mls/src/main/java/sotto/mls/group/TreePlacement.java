package sotto.mls.group;

import java.util.Optional;
import sotto.mls.tree.Extension;

/// Where those whom a Commit adds find the ratchet tree of the epoch that it begins (RFC 9420
/// §12.4.3.3: "out of band", for example). A function of the tree and nothing else.
@FunctionalInterface
public interface TreePlacement {
  /// Always inside the GroupInfo.
  TreePlacement INSIDE = tree -> Optional.empty();

  /// @param tree as [PendingCommit#ratchetTree] has it
  /// @return the extension of the GroupInfo that says where the tree is; empty: the tree itself is
  ///   inside
  Optional<Extension> beside(byte[] tree);
}
