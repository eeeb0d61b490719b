package sotto.mls.codec;

/// A value with one encoding in the TLS presentation language (RFC 9420 §2.1).
@FunctionalInterface
public interface Encodable {
  /// Appends the encoding.
  ///
  /// @throws IllegalArgumentException when a number or a vector is too large for its field
  void encode(Writer out);

  /// About how many bytes that will be, so that a buffer need not grow; exactly how many in what
  /// every message has, so that its bytes need not be copied out of a larger buffer.
  default int expectedBytes() {
    return 256;
  }

  /// The encoding by itself.
  ///
  /// @throws IllegalArgumentException as [#encode]
  default byte[] encoded() {
    Writer out = new Writer(expectedBytes());
    encode(out);
    return out.toBytes();
  }
}
