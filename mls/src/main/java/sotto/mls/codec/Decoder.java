package sotto.mls.codec;

/// Reads one value of a type from its encoding in the TLS presentation language (RFC 9420 §2.1).
@FunctionalInterface
public interface Decoder<T> {
  T decode(Reader in) throws MlsException;

  /// Decodes a value that fills `bytes` exactly; trailing bytes are refused.
  default T decodeAll(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    T value = decode(in);
    in.end();
    return value;
  }
}
