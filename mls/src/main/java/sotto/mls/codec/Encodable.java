package sotto.mls.codec;

/// A value with one encoding in the TLS presentation language (RFC 9420 §2.1).
@FunctionalInterface
public interface Encodable {
  void encode(Writer out);

  default byte[] encoded() {
    Writer out = new Writer();
    encode(out);
    return out.toBytes();
  }
}
