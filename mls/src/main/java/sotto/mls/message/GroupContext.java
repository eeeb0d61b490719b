package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.Extensions;

/// RFC 9420 §8.1: what all members of an epoch agree on. `epoch` is an unsigned 64-bit number.
///
/// ```text
/// struct {
///     ProtocolVersion version = mls10;
///     CipherSuite cipher_suite;
///     opaque group_id<V>;
///     uint64 epoch;
///     opaque tree_hash<V>;
///     opaque confirmed_transcript_hash<V>;
///     Extension extensions<V>;
/// } GroupContext;
/// ```
///
/// @param treeHash `KDF.Nh` bytes (32 in suite 1)
/// @param confirmedTranscriptHash `KDF.Nh` bytes; none in epoch 0
public record GroupContext(
    int cipherSuite,
    GroupId groupId,
    long epoch,
    byte[] treeHash,
    byte[] confirmedTranscriptHash,
    Extensions extensions)
    implements Encodable {
  public GroupContext {
    allGiven(
        "groupId treeHash confirmedTranscriptHash extensions",
        groupId,
        treeHash,
        confirmedTranscriptHash,
        extensions);
    treeHash = treeHash.clone();
    confirmedTranscriptHash = confirmedTranscriptHash.clone();
  }

  @Override
  public byte[] treeHash() {
    return treeHash.clone();
  }

  @Override
  public byte[] confirmedTranscriptHash() {
    return confirmedTranscriptHash.clone();
  }

  /// @throws MlsException when the bytes are no such value
  public static GroupContext decode(Reader in) throws MlsException {
    given("in", in);
    ProtocolVersion.decode(in);
    return new GroupContext(
        in.uint16(),
        GroupId.decode(in),
        in.uint64(),
        in.opaque(),
        in.opaque(),
        Extensions.decode(in));
  }

  @Override
  public int expectedBytes() {
    return 256 + extensions.expectedBytes();
  }

  @Override
  public void encode(Writer out) {
    given("out", out);
    ProtocolVersion.encode(out);
    out.uint16(cipherSuite)
        .struct(groupId)
        .uint64(epoch)
        .opaque(treeHash)
        .opaque(confirmedTranscriptHash)
        .struct(extensions);
  }

  public GroupContext withEpoch(long newEpoch) {
    return new GroupContext(
        cipherSuite, groupId, newEpoch, treeHash, confirmedTranscriptHash, extensions);
  }

  public GroupContext withTreeHash(byte[] treeHash) {
    return new GroupContext(
        cipherSuite, groupId, epoch, treeHash, confirmedTranscriptHash, extensions);
  }

  public GroupContext withConfirmedTranscriptHash(byte[] confirmedTranscriptHash) {
    return new GroupContext(
        cipherSuite, groupId, epoch, treeHash, confirmedTranscriptHash, extensions);
  }

  public GroupContext withExtensions(Extensions extensions) {
    return new GroupContext(
        cipherSuite, groupId, epoch, treeHash, confirmedTranscriptHash, extensions);
  }
}
