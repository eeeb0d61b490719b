package sotto.mls.message;

import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// `enum { reserved(0), mls10(1), (65535) } ProtocolVersion` (RFC 9420 §6).
public final class ProtocolVersion {
  public static final int MLS10 = 1;

  private ProtocolVersion() {}

  /// @throws MlsException when the bytes are no such value
  static void decode(Reader in) throws MlsException {
    int version = in.uint16();
    if (version != MLS10) {
      throw new MlsException("Version " + version + " of MLS is not known; it must be 1.");
    }
  }

  static void encode(Writer out) {
    out.uint16(MLS10);
  }
}
