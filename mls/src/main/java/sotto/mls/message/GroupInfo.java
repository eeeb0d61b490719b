package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;

/// RFC 9420 §12.4.3: a member's word on the state of the group, for those who join.
///
/// ```text
/// struct {
///     GroupContext group_context;
///     Extension extensions<V>;
///     MAC confirmation_tag;
///     uint32 signer;
///     /* SignWithLabel(., "GroupInfoTBS", GroupInfoTBS) */
///     opaque signature<V>;
/// } GroupInfo;
/// ```
///
/// @param confirmationTag of the Commit that began the epoch, `KDF.Nh` bytes
public record GroupInfo(
    GroupContext groupContext,
    Extensions extensions,
    byte[] confirmationTag,
    LeafIndex signer,
    byte[] signature)
    implements MlsMessage {
  public GroupInfo {
    allGiven(
        "groupContext extensions confirmationTag signer signature",
        groupContext,
        extensions,
        confirmationTag,
        signer,
        signature);
    confirmationTag = confirmationTag.clone();
    signature = signature.clone();
  }

  @Override
  public byte[] confirmationTag() {
    return confirmationTag.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  public static final String LABEL = "GroupInfoTBS";

  /// @throws MlsException when the bytes are no such value
  public static GroupInfo decode(Reader in) throws MlsException {
    given("in", in);
    return new GroupInfo(
        GroupContext.decode(in),
        Extensions.decode(in),
        in.opaque(),
        LeafIndex.decode(in),
        in.opaque());
  }

  @Override
  public WireFormat wireFormat() {
    return WireFormat.GROUP_INFO;
  }

  @Override
  public int expectedBytes() {
    return groupContext.expectedBytes() + extensions.expectedBytes() + 128 + signature.length;
  }

  @Override
  public void encode(Writer out) {
    given("out", out);
    encodeUnsigned(out);
    out.opaque(signature);
  }

  private void encodeUnsigned(Writer out) {
    out.struct(groupContext).struct(extensions).opaque(confirmationTag).struct(signer);
  }

  /// Every field but the signature.
  public byte[] toBeSigned() {
    return new Writer(expectedBytes()).struct(this::encodeUnsigned).toBytes();
  }

  public GroupInfo signed(byte[] signature) {
    return new GroupInfo(groupContext, extensions, confirmationTag, signer, signature);
  }
}
