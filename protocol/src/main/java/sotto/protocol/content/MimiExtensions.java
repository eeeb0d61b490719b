package sotto.protocol.content;

import java.nio.charset.StandardCharsets;
import sotto.mls.codec.MlsException;
import sotto.protocol.cbor.Cbor;

/// The restrictions on a message's extensions (draft-ietf-mimi-content, "Data model restrictions").
final class MimiExtensions {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_KEY = 255;
  private static final long MAX_INTEGER_KEY = (1L << 53) - 1;

  private MimiExtensions() {}

  static Cbor.Map check(Cbor item) throws MlsException {
    if (!(item instanceof Cbor.Map map)) {
      throw new MlsException("A message's extensions are not a CBOR map.");
    }
    for (Cbor.Entry entry : map.entries()) {
      // "map keys for MIMI content extensions MUST be either integers, or text strings"
      if (entry.key() instanceof Cbor.ByteString) {
        throw new MlsException("A message's extension has a key that is not allowed.");
      }
    }
    check(map, 1);
    return map;
  }

  private static void check(Cbor item, int depth) throws MlsException {
    switch (item) {
      case Cbor.Map map -> {
        bound(depth);
        for (Cbor.Entry entry : map.entries()) {
          checkKey(entry.key());
          check(entry.value(), depth + 1);
        }
      }
      case Cbor.Array array -> {
        bound(depth);
        for (Cbor inner : array.items()) {
          check(inner, depth + 1);
        }
      }
      case Cbor.Tag tag -> {
        bound(depth);
        check(tag.content(), depth + 1);
      }
      case Cbor.Unsigned _,
          Cbor.Negative _,
          Cbor.ByteString _,
          Cbor.Text _,
          Cbor.Simple _,
          Cbor.Floating _ -> {}
    }
  }

  /// "MUST NOT contain any combination of tags, maps, or arrays at more than 4 levels of depth"
  private static void bound(int depth) throws MlsException {
    if (depth > MAX_DEPTH) {
      throw new MlsException("A message's extensions are nested too deep.");
    }
  }

  private static void checkKey(Cbor key) throws MlsException {
    boolean allowed =
        switch (key) {
          case Cbor.Unsigned number -> fits(number.value());
          case Cbor.Negative number -> fits(number.n() + 1);
          case Cbor.Text text -> fits(text.text());
          case Cbor.ByteString _ -> true;
          case Cbor.Array _, Cbor.Map _, Cbor.Tag _, Cbor.Simple _, Cbor.Floating _ -> false;
        };
    if (!allowed) {
      throw new MlsException("A message's extension has a key that is not allowed.");
    }
  }

  private static boolean fits(long value) {
    return value >= 0 && value <= MAX_INTEGER_KEY;
  }

  private static boolean fits(String text) {
    return !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY;
  }
}
