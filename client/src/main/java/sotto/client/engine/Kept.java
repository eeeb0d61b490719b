package sotto.client.engine;

import sotto.client.Event;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// An event that nobody has seen yet, and the conversation that it belongs to, or an empty text.
record Kept(String talk, Event event) {
  byte[] encoded() {
    Writer out = new Writer();
    Fields.text(out, talk);
    return out.opaque(EventRecord.encode(event)).toBytes();
  }

  static Kept decode(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    Kept kept = new Kept(Stored.text(in), EventRecord.decode(in.opaque()));
    in.end();
    return kept;
  }
}
