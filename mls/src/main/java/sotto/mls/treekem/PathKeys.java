package sotto.mls.treekem;

import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;

/// RFC 9420 §7.4: how the keys of a path follow from each other.
///
/// ```text
/// path_secret[n] = DeriveSecret(path_secret[n-1], "path")
/// node_secret[n] = DeriveSecret(path_secret[n], "node")
/// node_priv[n], node_pub[n] = KEM.DeriveKeyPair(node_secret[n])
/// ```
final class PathKeys {
  /// The label under which path secrets are encrypted (RFC 9420 §7.6).
  static final String LABEL = "UpdatePathNode";

  private PathKeys() {}

  static Secret next(SuiteCrypto crypto, Secret pathSecret) {
    return crypto.deriveSecret(pathSecret, "path");
  }

  static HpkeKeyPair nodeKey(SuiteCrypto crypto, Secret pathSecret) {
    Secret nodeSecret = crypto.deriveSecret(pathSecret, "node");
    HpkeKeyPair pair = crypto.deriveHpkeKeyPair(nodeSecret);
    nodeSecret.erase();
    return pair;
  }
}
