package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §6.2: a message that is signed and not encrypted.
///
/// ```text
/// struct {
///     FramedContent content;
///     FramedContentAuthData auth;
///     select (PublicMessage.content.sender.sender_type) {
///         case member: MAC membership_tag;
///         case external:
///         case new_member_commit:
///         case new_member_proposal: struct{};
///     };
/// } PublicMessage;
/// ```
///
/// @param membershipTag `KDF.Nh` bytes, of a member's message alone
public record PublicMessage(
    FramedContent content, FramedContentAuthData auth, Optional<byte[]> membershipTag)
    implements MlsMessage {
  public PublicMessage {
    allGiven("content auth membershipTag", content, auth, membershipTag);
  }

  /// @throws MlsException when the bytes are no such value
  public static PublicMessage decode(Reader in) throws MlsException {
    given("in", in);
    FramedContent content = FramedContent.decode(in);
    FramedContentAuthData auth = FramedContentAuthData.decode(content.content().contentType(), in);
    Optional<byte[]> tag =
        switch (content.sender()) {
          case Sender.Member _ -> Optional.of(in.opaque());
          case Sender.External _, Sender.NewMemberProposal _, Sender.NewMemberCommit _ ->
              Optional.empty();
        };
    return new PublicMessage(content, auth, tag);
  }

  @Override
  public WireFormat wireFormat() {
    return WireFormat.PUBLIC_MESSAGE;
  }

  @Override
  public void encode(Writer out) {
    given("out", out).struct(content).struct(auth);
    membershipTag.ifPresent(out::opaque);
  }
}
