package sotto.mls.schedule;

import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;

/// The running hashes over a group's Commits (RFC 9420 §8.2). Both are empty before epoch 0.
public final class TranscriptHash {
  private TranscriptHash() {}

  /// `Hash(interim_transcript_hash_[epoch - 1] || ConfirmedTranscriptHashInput_[epoch])`.
  public static byte[] confirmed(
      SuiteCrypto crypto, byte[] interimBefore, byte[] confirmedTranscriptHashInput) {
    return crypto.hash(interimBefore, confirmedTranscriptHashInput);
  }

  /// `Hash(confirmed_transcript_hash_[epoch] || InterimTranscriptHashInput_[epoch])`.
  public static byte[] interim(SuiteCrypto crypto, byte[] confirmed, byte[] confirmationTag) {
    return crypto.hash(
        confirmed, new Writer(confirmationTag.length + 2).opaque(confirmationTag).toBytes());
  }
}
