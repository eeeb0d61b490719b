package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafNode;

/// RFC 9420 §10: published so that others can add a client that is not online.
///
/// ```text
/// struct {
///     ProtocolVersion version;
///     CipherSuite cipher_suite;
///     HPKEPublicKey init_key;
///     LeafNode leaf_node;
///     Extension extensions<V>;
///     /* SignWithLabel(., "KeyPackageTBS", KeyPackageTBS) */
///     opaque signature<V>;
/// } KeyPackage;
/// ```
///
/// @param initKey of [sotto.mls.crypto.Kem#publicKeyLength] bytes: 32 in suite 1, 1,216 with X-Wing
/// @param signature as long as the scheme has it: 64 bytes with Ed25519
public record KeyPackage(
    int version,
    int cipherSuite,
    byte[] initKey,
    LeafNode leafNode,
    Extensions extensions,
    byte[] signature)
    implements MlsMessage {
  public KeyPackage {
    allGiven("initKey leafNode extensions signature", initKey, leafNode, extensions, signature);
    initKey = initKey.clone();
    signature = signature.clone();
  }

  @Override
  public byte[] initKey() {
    return initKey.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  public static final String LABEL = "KeyPackageTBS";

  /// The label of its hash, the KeyPackageRef (RFC 9420 §5.2).
  public static final String REFERENCE = "MLS 1.0 KeyPackage Reference";

  /// @throws MlsException when the bytes are no such value
  public static KeyPackage decode(Reader in) throws MlsException {
    return new KeyPackage(
        given("in", in).uint16(),
        in.uint16(),
        in.opaque(),
        LeafNode.decode(in),
        Extensions.decode(in),
        in.opaque());
  }

  @Override
  public WireFormat wireFormat() {
    return WireFormat.KEY_PACKAGE;
  }

  @Override
  public void encode(Writer out) {
    given("out", out).fixed(toBeSigned()).opaque(signature);
  }

  /// Every field but the signature.
  public byte[] toBeSigned() {
    return new Writer(512)
        .uint16(version)
        .uint16(cipherSuite)
        .opaque(initKey)
        .struct(leafNode)
        .struct(extensions)
        .toBytes();
  }

  public KeyPackage signed(byte[] signature) {
    return new KeyPackage(version, cipherSuite, initKey, leafNode, extensions, signature);
  }
}
