package sotto.client.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// The fields that the profile's own rows share.
final class Stored {
  private static final int MAX_TEXT = 1 << 20;

  private Stored() {}

  static <E extends Enum<E>> E value(Reader in, E[] values) throws MlsException {
    int ordinal = in.uint8();
    if (ordinal >= values.length) {
      throw new MlsException("A stored value is of no known kind.");
    }
    return values[ordinal];
  }

  static String text(Reader in) throws MlsException {
    return Fields.text(in, MAX_TEXT);
  }

  static void texts(Writer out, List<String> texts) {
    out.vector(texts, (w, text) -> w.opaque(text.getBytes(StandardCharsets.UTF_8)));
  }

  static List<String> texts(Reader in) throws MlsException {
    return in.vector(Stored::text);
  }
}
