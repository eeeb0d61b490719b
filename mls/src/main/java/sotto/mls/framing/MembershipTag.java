package sotto.mls.framing;

import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.schedule.EpochSecrets;

/// Public messages and the tag that only members can make (RFC 9420 §6.2).
///
/// ```text
/// struct {
///   FramedContentTBS content_tbs;
///   FramedContentAuthData auth;
/// } AuthenticatedContentTBM;
///
/// membership_tag = MAC(membership_key, AuthenticatedContentTBM)
/// ```
public final class MembershipTag {
  private MembershipTag() {}

  /// Frames signed content; with a tag when a member sends it.
  public static PublicMessage protect(
      SuiteCrypto crypto, AuthenticatedContent content, byte[] groupContext, EpochSecrets secrets) {
    // RFC 9420 §6: "Applications MUST use PrivateMessage to encrypt application messages".
    if (content.content().content() instanceof ApplicationData) {
      throw new IllegalArgumentException("Application data is sent in private messages only.");
    }
    Optional<byte[]> tag =
        switch (content.content().sender()) {
          case Sender.Member _ ->
              Optional.of(secrets.membershipTag(crypto, tagged(content, groupContext)));
          case Sender.External _, Sender.NewMemberProposal _, Sender.NewMemberCommit _ ->
              Optional.empty();
        };
    return new PublicMessage(content.content(), content.auth(), tag);
  }

  /// RFC 9420 §6.2: "When decoding a PublicMessage into an AuthenticatedContent, the application
  /// MUST check membership_tag and MUST check that the FramedContentAuthData is valid."
  public static AuthenticatedContent verify(
      SuiteCrypto crypto, PublicMessage message, byte[] groupContext, EpochSecrets secrets)
      throws MlsException {
    AuthenticatedContent content = AuthenticatedContent.of(message);
    if (content.content().sender() instanceof Sender.Member) {
      secrets.checkMembershipTag(
          crypto, tagged(content, groupContext), message.membershipTag().orElseThrow());
    }
    return content;
  }

  private static byte[] tagged(AuthenticatedContent content, byte[] groupContext) {
    FramedContentTbs signed = content.toBeSigned(groupContext);
    return new Writer(signed.expectedBytes() + content.auth().expectedBytes())
        .struct(signed)
        .struct(content.auth())
        .toBytes();
  }
}
