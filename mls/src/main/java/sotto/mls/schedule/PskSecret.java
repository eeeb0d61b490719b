package sotto.mls.schedule;

import java.util.List;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.PreSharedKeyId;

/// A pre-shared key with the name of this use of it (RFC 9420 §8.4).
public record PskSecret(PreSharedKeyId id, Secret psk) {

  /// `psk_secret` of all PSKs of a Commit or Welcome, in their order; zeros for none.
  public static Secret combined(SuiteCrypto crypto, List<PskSecret> psks) {
    Secret zero = Secret.zero(crypto.hashLength());
    Secret combined = zero;
    for (int index = 0; index < psks.size(); index++) {
      PskSecret psk = psks.get(index);
      byte[] label = new Writer().struct(psk.id).uint16(index).uint16(psks.size()).toBytes();
      Secret extracted = crypto.extract(zero, psk.psk);
      Secret input = crypto.expandWithLabel(extracted, "derived psk", label, crypto.hashLength());
      extracted.erase();
      Secret next = crypto.extract(input, combined);
      input.erase();
      if (index > 0) {
        combined.erase();
      }
      combined = next;
    }
    return combined;
  }
}
