package sotto.mls.codec;

/// Reads one value of a type from its encoding in the TLS presentation language (RFC 9420 §2.1).
@FunctionalInterface
public interface Decoder<T> {
  /// @throws MlsException when the bytes are no such value
  T decode(Reader in) throws MlsException;

  /// Decodes a value that fills `bytes` exactly.
  ///
  /// @throws MlsException when they are no such value, or when more follows
  default T decodeAll(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    T value = decode(in);
    in.end();
    return value;
  }
}
