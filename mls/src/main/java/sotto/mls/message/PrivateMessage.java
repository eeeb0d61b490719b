package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §6.3: a message that is signed and encrypted. `epoch` is an unsigned 64-bit number.
///
/// ```text
/// struct {
///     opaque group_id<V>;
///     uint64 epoch;
///     ContentType content_type;
///     opaque authenticated_data<V>;
///     opaque encrypted_sender_data<V>;
///     opaque ciphertext<V>;
/// } PrivateMessage;
/// ```
///
/// @param encryptedSenderData 12 bytes and a tag of 16
/// @param ciphertext of what [sotto.mls.group.Padding] makes of it, with a tag of 16 bytes
public record PrivateMessage(
    GroupId groupId,
    long epoch,
    ContentType contentType,
    byte[] authenticatedData,
    byte[] encryptedSenderData,
    byte[] ciphertext)
    implements MlsMessage {
  public PrivateMessage {
    allGiven(
        "groupId contentType authenticatedData encryptedSenderData ciphertext",
        groupId,
        contentType,
        authenticatedData,
        encryptedSenderData,
        ciphertext);
  }

  /// @throws MlsException when the bytes are no such value
  public static PrivateMessage decode(Reader in) throws MlsException {
    given("in", in);
    return new PrivateMessage(
        GroupId.decode(in),
        in.uint64(),
        ContentType.of(in.uint8()),
        in.opaque(),
        in.opaque(),
        in.opaque());
  }

  @Override
  public WireFormat wireFormat() {
    return WireFormat.PRIVATE_MESSAGE;
  }

  @Override
  public int expectedBytes() {
    return groupId.expectedBytes()
        + Long.BYTES
        + 1
        + Writer.vectorLength(authenticatedData.length)
        + Writer.vectorLength(encryptedSenderData.length)
        + Writer.vectorLength(ciphertext.length);
  }

  @Override
  public void encode(Writer out) {
    given("out", out)
        .struct(groupId)
        .uint64(epoch)
        .uint8(contentType.value())
        .opaque(authenticatedData)
        .opaque(encryptedSenderData)
        .opaque(ciphertext);
  }
}
