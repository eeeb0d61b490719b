package sotto.mls.framing;

import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.crypto.VerificationKey;
import sotto.mls.message.FramedContent;
import sotto.mls.message.FramedContentAuthData;
import sotto.mls.message.WireFormat;

/// The signature over framed content (RFC 9420 §6.1).
public final class ContentSignature {
  private ContentSignature() {}

  /// Signs; a Commit gets its confirmation tag afterwards, because the tag covers the signature.
  ///
  /// @param groupContext encoded; left out of what is signed where the sender is no member
  public static AuthenticatedContent sign(
      SuiteCrypto crypto,
      SigningKey key,
      WireFormat format,
      FramedContent content,
      byte[] groupContext,
      RandomGenerator random) {
    FramedContentTbs signed = new FramedContentTbs(format, content, groupContext);
    byte[] signature = crypto.signWithLabel(key, FramedContentTbs.LABEL, signed, random);
    return new AuthenticatedContent(
        format, content, new FramedContentAuthData(signature, Optional.empty()));
  }

  /// RFC 9420 §6.1: "Recipients of an MLSMessage MUST verify the signature with the key depending
  /// on the sender_type of the sender".
  public static void verify(
      SuiteCrypto crypto, VerificationKey key, AuthenticatedContent content, byte[] groupContext)
      throws MlsException {
    crypto.verifyWithLabel(
        key, FramedContentTbs.LABEL, content.toBeSigned(groupContext), content.auth().signature());
  }
}
