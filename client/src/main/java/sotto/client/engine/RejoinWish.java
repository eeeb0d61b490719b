package sotto.client.engine;

import java.util.Arrays;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.LeafNode;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.wire.Fields;

/// A member's request to be added again, kept until its Commit was made (rules 20): it survives a
/// restart, and one that a human has to confirm waits here.
///
/// @param leaf the encryption key of the leaf that is to be replaced: with another the request is
///   over
/// @param free whether nobody has to be asked
record RejoinWish(String key, SignedRejoinRequest request, byte[] leaf, boolean free) {
  static String key(String group, ClientAddress who) {
    return "wish " + group + " " + who.client().hex();
  }

  RejoinWish confirmed() {
    return new RejoinWish(key, request, leaf, true);
  }

  boolean isOf(LeafNode lost) {
    return Arrays.equals(leaf, lost.encryptionKey());
  }

  byte[] encoded() {
    Writer out = new Writer().struct(request).opaque(leaf);
    Fields.flag(out, free);
    return out.toBytes();
  }

  static RejoinWish decode(GroupRow row, byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    SignedRejoinRequest request = SignedRejoinRequest.decode(in);
    RejoinWish wish =
        new RejoinWish(
            key(row.id(), request.request().who()), request, in.opaque(), Fields.flag(in));
    in.end();
    return wish;
  }
}
