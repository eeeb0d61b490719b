package sotto.mls.message;

import static sotto.mls.Given.allGiven;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;

/// What a framed message carries (RFC 9420 §6, `select (FramedContent.content_type)`).
public sealed interface Content extends Encodable permits ApplicationData, Proposal, Commit {
  ContentType contentType();

  /// @throws MlsException when the bytes are no such value
  static Content decode(ContentType type, Reader in) throws MlsException {
    allGiven("type in", type, in);
    return switch (type) {
      case APPLICATION -> ApplicationData.decode(in);
      case PROPOSAL -> Proposal.decode(in);
      case COMMIT -> Commit.decode(in);
    };
  }
}
