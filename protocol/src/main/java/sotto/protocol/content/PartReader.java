package sotto.protocol.content;

import java.util.ArrayList;
import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.protocol.cbor.Cbor;

/// Reads the body of a message: at most 1024 parts, at most 4 levels deep.
final class PartReader {
  private static final int NULL_ITEMS = 3;
  private static final int SINGLE_ITEMS = 5;
  private static final int EXTERNAL_ITEMS = 15;
  private static final int MULTI_ITEMS = 5;
  private static final long UINT32 = 0xffff_ffffL;

  private int parts;

  private PartReader() {}

  static Part read(Cbor item) throws MlsException {
    return new PartReader().part(item, 1);
  }

  private Part part(Cbor item, int depth) throws MlsException {
    // "`NestedParts` MUST NOT be nested more than 4-levels deep."
    if (depth > Part.MAX_DEPTH || ++parts > Part.MAX_PARTS) {
      throw new MlsException("A message has too many parts, or parts nested too deep.");
    }
    List<Cbor> items = item.items("A part of a message");
    if (items.size() < NULL_ITEMS) {
      throw new MlsException("A part of a message has too few items.");
    }
    int disposition = (int) items.get(0).unsigned(255, "A disposition");
    String language = items.get(1).string("A language");
    int cardinality = (int) items.get(2).unsigned(3, "A cardinality");
    return switch (cardinality) {
      case 0 -> {
        expect(items, NULL_ITEMS);
        yield new Part.Null(disposition, language);
      }
      case 1 -> {
        expect(items, SINGLE_ITEMS);
        yield new Part.Single(
            disposition,
            language,
            items.get(3).string("A content type"),
            items.get(4).byteString("A content"));
      }
      case 2 -> external(items, disposition, language);
      default -> multi(items, disposition, language, depth);
    };
  }

  private static Part external(List<Cbor> items, int disposition, String language)
      throws MlsException {
    expect(items, EXTERNAL_ITEMS);
    return new Part.External(
        disposition,
        language,
        items.get(3).string("A content type"),
        items.get(4).string("A URL"),
        items.get(5).unsigned(UINT32, "An expiry"),
        items.get(6).unsigned(Long.MAX_VALUE, "A size"),
        (int) items.get(7).unsigned(0xffff, "An encryption algorithm"),
        items.get(8).byteString("A key"),
        items.get(9).byteString("A nonce"),
        items.get(10).byteString("Associated data"),
        (int) items.get(11).unsigned(0xff, "A hash algorithm"),
        items.get(12).byteString("A content hash"),
        items.get(13).string("A description"),
        items.get(14).string("A file name"));
  }

  private Part multi(List<Cbor> items, int disposition, String language, int depth)
      throws MlsException {
    expect(items, MULTI_ITEMS);
    int semantics = (int) items.get(3).unsigned(2, "The semantics of several parts");
    List<Cbor> nested = items.get(4).items("Several parts");
    if (nested.size() < 2) {
      throw new MlsException("Several parts are fewer than two.");
    }
    List<Part> read = new ArrayList<>();
    for (Cbor item : nested) {
      read.add(part(item, depth + 1));
    }
    return new Part.Multi(disposition, language, Part.Semantics.values()[semantics], read);
  }

  private static void expect(List<Cbor> items, int count) throws MlsException {
    if (items.size() != count) {
      throw new MlsException(
          "A part of a message has " + items.size() + " items, not " + count + ".");
    }
  }
}
