package sotto.mls.tree;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.Optional;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §7.2: all that the group knows of one member.
///
/// ```text
/// struct {
///     HPKEPublicKey encryption_key;
///     SignaturePublicKey signature_key;
///     Credential credential;
///     Capabilities capabilities;
///     LeafNodeSource leaf_node_source;
///     select (LeafNode.leaf_node_source) { ... };
///     Extension extensions<V>;
///     /* SignWithLabel(., "LeafNodeTBS", LeafNodeTBS) */
///     opaque signature<V>;
/// } LeafNode;
/// ```
///
/// @param encryptionKey of [sotto.mls.crypto.Kem#publicKeyLength] bytes: 32 in suite 1
/// @param signatureKey of [sotto.mls.crypto.SignatureScheme#publicKeyLength] bytes: 32 with Ed25519
public record LeafNode(
    byte[] encryptionKey,
    byte[] signatureKey,
    Credential credential,
    Capabilities capabilities,
    LeafNodeSource source,
    Extensions extensions,
    byte[] signature)
    implements Encodable {
  public LeafNode {
    allGiven(
        "encryptionKey signatureKey credential capabilities source extensions signature",
        encryptionKey,
        signatureKey,
        credential,
        capabilities,
        source,
        extensions,
        signature);
    encryptionKey = encryptionKey.clone();
    signatureKey = signatureKey.clone();
    signature = signature.clone();
  }

  @Override
  public byte[] encryptionKey() {
    return encryptionKey.clone();
  }

  @Override
  public byte[] signatureKey() {
    return signatureKey.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /// The label of the signature.
  public static final String LABEL = "LeafNodeTBS";

  /// @throws MlsException when the bytes are no such value
  public static LeafNode decode(Reader in) throws MlsException {
    return new LeafNode(
        given("in", in).opaque(),
        in.opaque(),
        Credential.decode(in),
        Capabilities.decode(in),
        LeafNodeSource.decode(in),
        Extensions.decode(in),
        in.opaque());
  }

  @Override
  public void encode(Writer out) {
    given("out", out);
    encodeUnsigned(out);
    out.opaque(signature);
  }

  public LeafNode signed(byte[] signature) {
    return new LeafNode(
        encryptionKey, signatureKey, credential, capabilities, source, extensions, signature);
  }

  /// The place of a leaf in a group, which the signature covers unless it is in a KeyPackage (RFC
  /// 9420 §7.2).
  public record Place(byte[] groupId, LeafIndex leaf) {
    public Place {
      allGiven("groupId leaf", groupId, leaf);
    }
  }

  /// What is signed:
  ///
  /// ```text
  /// struct {
  ///     HPKEPublicKey encryption_key;
  ///     ...
  ///     Extension extensions<V>;
  ///     select (LeafNodeTBS.leaf_node_source) {
  ///         case key_package: struct{};
  ///         case update, commit: opaque group_id<V>; uint32 leaf_index;
  ///     };
  /// } LeafNodeTBS;
  /// ```
  ///
  /// @param place of a leaf that is in a group; of one in a KeyPackage it is not looked at
  public byte[] toBeSigned(Optional<Place> place) {
    given("place", place);
    Writer out = new Writer();
    encodeUnsigned(out);
    if (!(source instanceof LeafNodeSource.KeyPackage)) {
      Place here = place.orElseThrow();
      out.opaque(here.groupId()).struct(here.leaf());
    }
    return out.toBytes();
  }

  private void encodeUnsigned(Writer out) {
    out.opaque(encryptionKey)
        .opaque(signatureKey)
        .struct(credential)
        .struct(capabilities)
        .struct(source)
        .struct(extensions);
  }
}
