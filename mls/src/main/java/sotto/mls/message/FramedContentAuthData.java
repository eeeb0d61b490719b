package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.Optional;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §6.1: what authenticates a framed message.
///
/// ```text
/// struct {
///     /* SignWithLabel(., "FramedContentTBS", FramedContentTBS) */
///     opaque signature<V>;
///     select (FramedContent.content_type) {
///         case commit:
///             /* MAC(confirmation_key, GroupContext.confirmed_transcript_hash) */
///             MAC confirmation_tag;
///         case application:
///         case proposal: struct{};
///     };
/// } FramedContentAuthData;
/// ```
///
/// @param signature 64 bytes with Ed25519
/// @param confirmationTag `KDF.Nh` bytes, of a Commit alone
public record FramedContentAuthData(byte[] signature, Optional<byte[]> confirmationTag)
    implements Encodable {
  public FramedContentAuthData {
    allGiven("signature confirmationTag", signature, confirmationTag);
  }

  /// @throws MlsException when the bytes are no such value
  public static FramedContentAuthData decode(ContentType type, Reader in) throws MlsException {
    allGiven("type in", type, in);
    byte[] signature = in.opaque();
    return switch (type) {
      case APPLICATION, PROPOSAL -> new FramedContentAuthData(signature, Optional.empty());
      case COMMIT -> new FramedContentAuthData(signature, Optional.of(in.opaque()));
    };
  }

  @Override
  public int expectedBytes() {
    int tag = confirmationTag.map(bytes -> Writer.vectorLength(bytes.length)).orElse(0);
    return Writer.vectorLength(signature.length) + tag;
  }

  @Override
  public void encode(Writer out) {
    given("out", out).opaque(signature);
    confirmationTag.ifPresent(out::opaque);
  }
}
