package sotto.protocol.frame;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// A server's no, with its sentence. The sentence is text of others: it reaches a person only
/// through `DisplayText`.
///
/// ```
/// struct { uint16 code; opaque sentence<V>; } Refusal;     // UTF-8, at most 512 bytes
/// ```
public record Refusal(ErrorCode code, String sentence) implements Encodable {
  public static Refusal of(ErrorCode code) {
    return new Refusal(code, code.sentence());
  }

  @Override
  public void encode(Writer out) {
    out.struct(code);
    Fields.text(out, sentence);
  }

  public static Refusal decode(Reader in) throws MlsException {
    return new Refusal(ErrorCode.decode(in), Fields.text(in, Limits.MAX_SENTENCE));
  }
}
