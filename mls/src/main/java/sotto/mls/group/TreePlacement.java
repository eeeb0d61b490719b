package sotto.mls.group;

import java.util.Optional;
import java.util.function.Supplier;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;

/// Where those who enter an epoch find its ratchet tree (RFC 9420 §12.4.3.3). A function of the
/// tree and nothing else.
@FunctionalInterface
public interface TreePlacement {
  /// Inside the GroupInfo, in the `ratchet_tree` extension.
  TreePlacement INSIDE = tree -> Optional.of(new Extension(ExtensionType.RATCHET_TREE, tree.get()));

  /// They get it in another way.
  TreePlacement BESIDE = tree -> Optional.empty();

  /// @param tree encodes it, as [PendingCommit#ratchetTree] does: O(members)
  /// @return the extension of the GroupInfo with the tree, or with what says where it is
  Optional<Extension> extension(Supplier<byte[]> tree);
}
