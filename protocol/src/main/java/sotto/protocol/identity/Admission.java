package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;

/// By what right an account is registered.
///
/// ```
/// enum { invite(1), code(2), open(4), (255) } AdmissionKind;
/// struct {
///   AdmissionKind kind;
///   select (Admission.kind) {
///     case invite: opaque token[16];
///     case code:   uint8 digits[6];       // each 0 to 9
///     case open:   struct {};
///   };
/// } Admission;
/// ```
public sealed interface Admission extends Encodable {
  int INVITE = 1;
  int CODE = 2;
  int OPEN = 4;

  record ByInvite(InviteToken token) implements Admission {
    @Override
    public void encode(Writer out) {
      out.uint8(INVITE).struct(token);
    }
  }

  record ByCode(Code code) implements Admission {
    @Override
    public void encode(Writer out) {
      out.uint8(CODE).struct(code);
    }
  }

  record Open() implements Admission {
    @Override
    public void encode(Writer out) {
      out.uint8(OPEN);
    }
  }

  static Admission decode(Reader in) throws MlsException {
    return switch (in.uint8()) {
      case INVITE -> new ByInvite(InviteToken.of(in.fixed(Limits.INVITE_TOKEN)));
      case CODE -> new ByCode(Code.decode(in));
      case OPEN -> new Open();
      default -> throw new MlsException("A registration is by no known admission.");
    };
  }
}
