package sotto.protocol.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// The name of a message, which is a hash of it, its sender and its conversation.
///
/// ```
/// hash_output = SHA-256( uint16 length || senderUri || uint16 length || roomUri ||
///                        message || salt )
/// messageId = 0x01 || hash_output[0..30]
/// ```
public record MessageId(Bytes bytes) {
  private static final byte SHA_256 = 1;

  public MessageId {
    bytes.ofSize(Limits.MESSAGE_ID, "a message id");
  }

  /// The id of the encoded MIMI content `message` with this salt.
  public static MessageId of(String senderUri, String roomUri, byte[] message, Bytes salt) {
    byte[] sender = senderUri.getBytes(StandardCharsets.UTF_8);
    byte[] room = roomUri.getBytes(StandardCharsets.UTF_8);
    Writer input = new Writer(message.length + 256);
    input.uint16(sender.length).fixed(sender).uint16(room.length).fixed(room).fixed(message);
    salt.writeFixed(input);
    byte[] id = new byte[Limits.MESSAGE_ID];
    id[0] = SHA_256;
    System.arraycopy(sha256(input.toBytes()), 0, id, 1, Limits.MESSAGE_ID - 1);
    return new MessageId(Bytes.wrap(id));
  }

  /// Refuses bytes that cannot be a message id. The draft discards an id "where the first octet of
  /// the message ID is an unknown hash algorithm"; a sender that retries chooses its own id, which
  /// is the hash of nothing, so here any first octet is a name like another.
  public static MessageId read(Bytes bytes) throws MlsException {
    if (bytes.size() != Limits.MESSAGE_ID) {
      throw new MlsException("A message id is not 32 bytes.");
    }
    return new MessageId(bytes);
  }

  /// As a person or script writes it: 64 hexadecimal digits.
  public static MessageId parse(String hex) throws MlsException {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new MlsException("A message id has 64 hexadecimal digits.");
    }
    return read(Bytes.ofHex(hex));
  }

  public String hex() {
    return bytes.hex();
  }

  @Override
  public String toString() {
    return bytes.hex();
  }

  private static byte[] sha256(byte[] input) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(input);
      return Arrays.copyOf(hash, Limits.MESSAGE_ID);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256.", e);
    }
  }
}
