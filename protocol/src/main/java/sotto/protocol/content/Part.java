package sotto.protocol.content;

import java.util.ArrayList;
import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.protocol.cbor.Cbor;
import sotto.protocol.wire.Bytes;

/// The body of a message, or a part of it (the draft's NestedPart).
///
/// ```
/// NestedPart = [ disposition: uint, language: tstr,
///                ( NullPart // SinglePart // ExternalPart // MultiPart ) ]
/// NullPart = ( 0 )
/// SinglePart = ( 1, contentType: tstr, content: bstr )
/// ExternalPart = ( 2, contentType: tstr, url: tstr, expires: uint, size: uint, encAlg: uint,
///                  key: bstr, nonce: bstr, aad: bstr, hashAlg: uint, contentHash: bstr,
///                  description: tstr, filename: tstr )
/// MultiPart = ( 3, partSemantics: 0..2, parts: [ 2* NestedPart ] )
/// ```
public sealed interface Part {
  // Dispositions; an unknown one is treated as RENDER.
  int UNSPECIFIED = 0;
  int RENDER = 1;
  int REACTION = 2;
  int PROFILE = 3;
  int INLINE = 4;
  int ICON = 5;
  int ATTACHMENT = 6;
  int SESSION = 7;
  int PREVIEW = 8;

  int MAX_DEPTH = 4;
  int MAX_PARTS = 1024;

  int disposition();

  String language();

  /// Nothing: what remains of a deleted message.
  record Null(int disposition, String language) implements Part {}

  /// Content that is in the message.
  record Single(int disposition, String language, String contentType, Bytes content)
      implements Part {}

  /// Content elsewhere, usually sealed. Its key makes this a secret: no content in `toString`.
  record External(
      int disposition,
      String language,
      String contentType,
      String url,
      long expires,
      long size,
      int encryption,
      Bytes key,
      Bytes nonce,
      Bytes associatedData,
      int hash,
      Bytes contentHash,
      String description,
      String fileName)
      implements Part {
    @Override
    public String toString() {
      return "External[" + size + " bytes]";
    }
  }

  /// Several parts.
  record Multi(int disposition, String language, Semantics semantics, List<Part> parts)
      implements Part {
    public Multi {
      parts = List.copyOf(parts);
      if (parts.size() < 2) {
        throw new IllegalArgumentException("several parts are two or more");
      }
    }
  }

  /// How the parts of a [Multi] belong together; the ordinals are the wire's.
  enum Semantics {
    CHOOSE_ONE,
    SINGLE_UNIT,
    PROCESS_ALL
  }

  default Cbor toCbor() {
    List<Cbor> items = new ArrayList<>();
    items.add(Cbor.number(disposition()));
    items.add(Cbor.text(language()));
    switch (this) {
      case Null _ -> items.add(Cbor.number(0));
      case Single part -> {
        items.add(Cbor.number(1));
        items.add(Cbor.text(part.contentType()));
        items.add(Cbor.bytes(part.content()));
      }
      case External part -> items.addAll(external(part));
      case Multi part -> {
        items.add(Cbor.number(3));
        items.add(Cbor.number(part.semantics().ordinal()));
        items.add(new Cbor.Array(part.parts().stream().map(Part::toCbor).toList()));
      }
    }
    return new Cbor.Array(items);
  }

  static Part of(Cbor item) throws MlsException {
    return PartReader.read(item);
  }

  private static List<Cbor> external(External part) {
    return List.of(
        Cbor.number(2),
        Cbor.text(part.contentType()),
        Cbor.text(part.url()),
        Cbor.number(part.expires()),
        Cbor.number(part.size()),
        Cbor.number(part.encryption()),
        Cbor.bytes(part.key()),
        Cbor.bytes(part.nonce()),
        Cbor.bytes(part.associatedData()),
        Cbor.number(part.hash()),
        Cbor.bytes(part.contentHash()),
        Cbor.text(part.description()),
        Cbor.text(part.fileName()));
  }
}
