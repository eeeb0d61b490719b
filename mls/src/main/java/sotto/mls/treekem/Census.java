package sotto.mls.treekem;

import java.util.HashSet;
import java.util.Set;
import sotto.mls.codec.MlsException;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.ComponentData;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.LeafNode;

/// What the members under a node use and all of them understand, so that a new member is checked
/// against the group without visiting the group (RFC 9420 §7.3).
///
/// @param credentials the types in use
/// @param commonCredentials the types that every member understands; likewise extensions,
///   proposals, components of the application and those of them that use Safe AAD
public record Census(
    Set<Integer> credentials,
    Set<Integer> commonCredentials,
    Set<Integer> commonExtensions,
    Set<Integer> commonProposals,
    Set<Integer> commonComponents,
    Set<Integer> commonSafeAad) {
  /// Of no member at all; the neutral element of [#and]: nothing that is asked of every member is
  /// missing, which [#isNobody] says.
  static final Census NOBODY =
      new Census(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

  public boolean isNobody() {
    return isSame(NOBODY);
  }

  static Census of(LeafNode leaf) {
    Capabilities can = leaf.capabilities();
    AppDataDictionary data = data(leaf);
    return new Census(
        Set.of(leaf.credential().type()),
        Set.copyOf(can.credentials()),
        Set.copyOf(can.extensions()),
        Set.copyOf(can.proposals()),
        listed(data, ComponentData.APP_COMPONENTS),
        listed(data, ComponentData.SAFE_AAD));
  }

  /// The same, and the same object as `like` if it says the same: most members do.
  static Census of(LeafNode leaf, Census like) {
    Census own = of(leaf);
    return own.equals(like) ? like : own;
  }

  /// What cannot be read lists nothing; such a leaf is refused elsewhere.
  private static AppDataDictionary data(LeafNode leaf) {
    try {
      return leaf.extensions().contains(ExtensionType.APP_DATA_DICTIONARY)
          ? AppDataDictionary.in(leaf.extensions())
          : AppDataDictionary.EMPTY;
    } catch (MlsException malformed) {
      return AppDataDictionary.EMPTY;
    }
  }

  private static Set<Integer> listed(AppDataDictionary data, int componentId) {
    try {
      return Set.copyOf(data.list(componentId));
    } catch (MlsException malformed) {
      return Set.of();
    }
  }

  Census and(Census other) {
    if (isSame(other) || other.isSame(NOBODY)) {
      return this;
    }
    if (isSame(NOBODY)) {
      return other;
    }
    Set<Integer> used = new HashSet<>(credentials);
    used.addAll(other.credentials);
    Census both =
        new Census(
            Set.copyOf(used),
            common(commonCredentials, other.commonCredentials),
            common(commonExtensions, other.commonExtensions),
            common(commonProposals, other.commonProposals),
            common(commonComponents, other.commonComponents),
            common(commonSafeAad, other.commonSafeAad));
    if (both.equals(this)) {
      return this;
    }
    return both.equals(other) ? other : both;
  }

  @SuppressWarnings("ReferenceEquality") // a shortcut: equal values are mostly one object
  private boolean isSame(Census other) {
    return this == other;
  }

  private static Set<Integer> common(Set<Integer> some, Set<Integer> others) {
    Set<Integer> both = new HashSet<>(some);
    both.retainAll(others);
    return Set.copyOf(both);
  }
}
