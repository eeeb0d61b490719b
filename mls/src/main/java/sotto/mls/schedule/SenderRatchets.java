package sotto.mls.schedule;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;

/// The two ratchets of one member (RFC 9420 §9).
record SenderRatchets(HashRatchet handshake, HashRatchet application) implements Encodable {
  private static final byte[] NO_CONTEXT = new byte[0];

  static SenderRatchets ofLeaf(SuiteCrypto crypto, Secret leafSecret) {
    return new SenderRatchets(
        starting(crypto, leafSecret, "handshake"), starting(crypto, leafSecret, "application"));
  }

  private static HashRatchet starting(SuiteCrypto crypto, Secret leafSecret, String label) {
    return HashRatchet.starting(
        crypto.expandWithLabel(leafSecret, label, NO_CONTEXT, crypto.hashLength()));
  }

  HashRatchet of(RatchetType type) {
    return switch (type) {
      case HANDSHAKE -> handshake;
      case APPLICATION -> application;
    };
  }

  SenderRatchets with(RatchetType type, HashRatchet ratchet) {
    return switch (type) {
      case HANDSHAKE -> new SenderRatchets(ratchet, application);
      case APPLICATION -> new SenderRatchets(handshake, ratchet);
    };
  }

  long used() {
    return handshake.used() + application.used();
  }

  static SenderRatchets decode(Reader in) throws MlsException {
    return new SenderRatchets(HashRatchet.decode(in), HashRatchet.decode(in));
  }

  @Override
  public void encode(Writer out) {
    out.struct(handshake).struct(application);
  }
}
