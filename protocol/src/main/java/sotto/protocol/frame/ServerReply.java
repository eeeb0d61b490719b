package sotto.protocol.frame;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// A server's frame as it goes over the wire.
///
/// ```
/// struct {
///   uint8 type;                   // 128 to 255
///   uint32 request;               // of the frame that it answers; 0 when it answers none
///   select (type) { … };
/// } ServerReply;
/// ```
public record ServerReply(long request, ServerFrame frame) implements Encodable {
  /// A frame that answers nothing.
  public static ServerReply unasked(ServerFrame frame) {
    return new ServerReply(0, frame);
  }

  @Override
  public void encode(Writer out) {
    out.uint8(frame.type()).uint32(request).struct(frame);
  }

  public static ServerReply decode(Reader in) throws MlsException {
    int type = in.uint8();
    return new ServerReply(in.uint32(), ServerFrame.decode(type, in));
  }

  /// Decodes a whole binary WebSocket message.
  public static ServerReply decode(byte[] message) throws MlsException {
    Reader in = new Reader(message);
    ServerReply reply = decode(in);
    in.end();
    return reply;
  }
}
