package sotto.mls.framing;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.Content;
import sotto.mls.message.ContentType;
import sotto.mls.message.FramedContent;
import sotto.mls.message.FramedContentAuthData;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PrivateMessage;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.schedule.MessageKey;
import sotto.mls.tree.LeafIndex;

/// Private messages (RFC 9420 §6.3): the content under a key of the sender's ratchet, and who that
/// is under a key that all members have.
///
/// ```text
/// struct {
///     select (PrivateMessage.content_type) { ... };
///     FramedContentAuthData auth;
///     opaque padding[length_of_padding];
/// } PrivateMessageContent;
/// ```
public final class ContentEncryption {
  private static final int EPOCH_AND_TYPE = Long.BYTES + 1;

  private ContentEncryption() {}

  /// Says how long a plaintext is to become.
  @FunctionalInterface
  public interface Length {
    int padded(int length);
  }

  public static PrivateMessage seal(
      SuiteCrypto crypto,
      AuthenticatedContent content,
      MessageKey key,
      EpochSecrets secrets,
      Length padding,
      RandomGenerator random) {
    FramedContent framed = content.content();
    LeafIndex me = ((Sender.Member) framed.sender()).leaf();
    byte[] guard = new byte[SenderData.REUSE_GUARD_BYTES];
    // RFC 9420 §6.3.1: 'the sender of a message MUST generate a fresh random four-byte "reuse
    // guard"'.
    random.nextBytes(guard);
    byte[] senderAad =
        senderDataAad(framed.groupId(), framed.epoch(), framed.content().contentType());
    byte[] contentAad = contentAad(senderAad, framed.authenticatedData());
    byte[] ciphertext = key.key().seal(crypto, guard, contentAad, plaintext(content, padding));
    SenderData sender = new SenderData(me, key.generation(), guard);
    byte[] sealedSender =
        secrets.senderDataKey(crypto, ciphertext).seal(crypto, senderAad, sender.encoded());
    return new PrivateMessage(
        framed.groupId(),
        framed.epoch(),
        framed.content().contentType(),
        framed.authenticatedData(),
        sealedSender,
        ciphertext);
  }

  private static byte[] plaintext(AuthenticatedContent content, Length padding) {
    Content inner = content.content().content();
    int expected = inner.expectedBytes() + content.auth().expectedBytes();
    Writer plain = new Writer(Math.max(expected, bounded(padding.padded(expected))));
    plain.struct(inner).struct(content.auth());
    int length = bounded(padding.padded(plain.size()));
    if (length < plain.size()) {
      throw new IllegalArgumentException("Padding makes a plaintext of that length shorter.");
    }
    return plain.toBytes(length);
  }

  private static int bounded(int length) {
    if (length > MlsMessage.MAX_BYTES) {
      throw new IllegalArgumentException("A message would be longer than anybody takes.");
    }
    return length;
  }

  /// Opens the sender data, which say which key opens the rest.
  public static SenderData openSender(
      SuiteCrypto crypto, PrivateMessage message, EpochSecrets secrets) throws MlsException {
    byte[] plain =
        secrets
            .senderDataKey(crypto, message.ciphertext())
            .open(crypto, senderDataAad(message), message.encryptedSenderData());
    Reader in = new Reader(plain);
    SenderData data = SenderData.decode(in);
    in.end();
    return data;
  }

  public static AuthenticatedContent open(
      SuiteCrypto crypto, PrivateMessage message, SenderData sender, MessageKey key)
      throws MlsException {
    byte[] aad = contentAad(senderDataAad(message), message.authenticatedData());
    byte[] plain = key.key().open(crypto, sender.reuseGuard(), aad, message.ciphertext());
    Reader in = new Reader(plain);
    Content content = Content.decode(message.contentType(), in);
    FramedContentAuthData auth = FramedContentAuthData.decode(message.contentType(), in);
    // RFC 9420 §6.3.1: "A receiver MUST verify that there are no non-zero bytes in the padding
    // field, and if this check fails, the enclosing PrivateMessage MUST be rejected as malformed."
    for (byte padding : in.rest()) {
      if (padding != 0) {
        throw new MlsException("The padding of a private message is not zero.");
      }
    }
    FramedContent framed =
        new FramedContent(
            message.groupId(),
            message.epoch(),
            new Sender.Member(sender.leaf()),
            message.authenticatedData(),
            content);
    return new AuthenticatedContent(WireFormat.PRIVATE_MESSAGE, framed, auth);
  }

  private static byte[] senderDataAad(PrivateMessage message) {
    return senderDataAad(message.groupId(), message.epoch(), message.contentType());
  }

  /// §6.3.2, `SenderDataAAD`: bound to the ciphertext of the sender data.
  public static byte[] senderDataAad(GroupId groupId, long epoch, ContentType type) {
    return new Writer(groupId.expectedBytes() + EPOCH_AND_TYPE)
        .struct(groupId)
        .uint64(epoch)
        .uint8(type.value())
        .toBytes();
  }

  /// §6.3.1, `PrivateContentAAD`: bound to the ciphertext of the content. It begins with
  /// `SenderDataAAD`.
  public static byte[] contentAad(byte[] senderDataAad, byte[] authenticatedData) {
    return new Writer(senderDataAad.length + Writer.vectorLength(authenticatedData.length))
        .fixed(senderDataAad)
        .opaque(authenticatedData)
        .toBytes();
  }
}
