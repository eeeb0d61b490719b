package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// The replacement of an account key, signed by the old one.
public record SignedAccountSuccessor(AccountSuccessor successor, Signature signature)
    implements Encodable {
  public AccountSuccessor verified(SignatureCheck check) throws MlsException {
    successor.verify(check, successor.old().bytes(), signature);
    return successor;
  }

  @Override
  public void encode(Writer out) {
    successor.encodeFields(out);
    out.struct(signature);
  }

  public static SignedAccountSuccessor decode(Reader in) throws MlsException {
    return new SignedAccountSuccessor(AccountSuccessor.decodeFields(in), Signature.decode(in));
  }
}
