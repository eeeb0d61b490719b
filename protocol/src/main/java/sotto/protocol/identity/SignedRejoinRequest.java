package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// A rejoin request with the signature of the leaf key, not yet verified.
///
/// ```
/// struct {
///   ClientAddress who; opaque group_id<V>; opaque key_package<V>; uint64 at; opaque random[16];
///   Signature signature;
/// } SignedRejoinRequest;
/// ```
public record SignedRejoinRequest(RejoinRequest request, Signature signature) implements Encodable {
  public static SignedRejoinRequest sign(RejoinRequest request, Signer leafPrivateKey) {
    return new SignedRejoinRequest(request, request.sign(leafPrivateKey));
  }

  public RejoinRequest verified(SignatureCheck check, LeafKey leaf) throws MlsException {
    request.verify(check, leaf.bytes(), signature);
    return request;
  }

  @Override
  public void encode(Writer out) {
    request.encodeFields(out);
    out.struct(signature);
  }

  public static SignedRejoinRequest decode(Reader in) throws MlsException {
    return new SignedRejoinRequest(RejoinRequest.decodeFields(in), Signature.decode(in));
  }
}
