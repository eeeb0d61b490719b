package sotto.client.engine;

import java.util.Arrays;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.group.Member;
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
  static String key(GroupRow row, ClientAddress who) {
    return "wish " + row.id() + " " + who.client().hex();
  }

  static RejoinWish of(GroupRow row, SignedRejoinRequest request, boolean free)
      throws MlsException {
    ClientAddress who = request.request().who();
    byte[] leaf =
        row.group().members().stream()
            .filter(member -> Identities.who(member).equals(who))
            .findFirst()
            .orElseThrow(() -> new MlsException("A client that is no member asks to rejoin."))
            .leaf()
            .encryptionKey();
    return new RejoinWish(key(row, who), request, leaf, free);
  }

  RejoinWish confirmed() {
    return new RejoinWish(key, request, leaf, true);
  }

  boolean isOf(Member member) {
    return Arrays.equals(leaf, member.leaf().encryptionKey());
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
        new RejoinWish(key(row, request.request().who()), request, in.opaque(), Fields.flag(in));
    in.end();
    return wish;
  }
}
