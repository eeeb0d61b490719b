package sotto.protocol.frame;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// A client's frame as it goes over the wire.
///
/// ```
/// struct {
///   uint8 type;                   // 1 to 127
///   uint32 request;               // the client's choice; the answer bears it, too
///   select (type) { … };
/// } ClientRequest;
/// ```
public record ClientRequest(long request, ClientFrame frame) implements Encodable {
  @Override
  public void encode(Writer out) {
    out.uint8(frame.type()).uint32(request).struct(frame);
  }

  public static ClientRequest decode(Reader in) throws MlsException {
    int type = in.uint8();
    return new ClientRequest(in.uint32(), ClientFrame.decode(type, in));
  }

  /// Decodes a whole binary WebSocket message.
  public static ClientRequest decode(byte[] message) throws MlsException {
    Reader in = new Reader(message);
    ClientRequest request = decode(in);
    in.end();
    return request;
  }
}
