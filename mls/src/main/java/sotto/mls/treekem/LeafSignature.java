package sotto.mls.treekem;

import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;

/// The signature over a leaf node (RFC 9420 §7.2).
public final class LeafSignature {
  private LeafSignature() {}

  public static LeafNode sign(
      SuiteCrypto crypto,
      LeafNode unsigned,
      Optional<LeafNode.Place> place,
      SigningKey key,
      RandomGenerator random) {
    byte[] content = unsigned.toBeSigned(place);
    return unsigned.signed(crypto.signWithLabel(key, LeafNode.LABEL, content, random));
  }

  /// @throws MlsException when the signature is not the leaf's own over this content and place
  public static void verify(SuiteCrypto crypto, LeafNode leaf, Optional<LeafNode.Place> place)
      throws MlsException {
    if (place.isEmpty() && !(leaf.source() instanceof LeafNodeSource.KeyPackage)) {
      throw new MlsException("A leaf node outside a group has a source other than KeyPackage.");
    }
    // RFC 9420 §7.3: "Verify that the signature on the LeafNode is valid using signature_key."
    crypto.verifyWithLabel(
        crypto.verificationKey(leaf.signatureKey()),
        LeafNode.LABEL,
        leaf.toBeSigned(place),
        leaf.signature());
  }
}
