package sotto.tests.vectors;

import java.util.List;
import sotto.mls.crypto.Hpke;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;

/// What HPKE vectors give on the way from the keys to the messages, as far as they give it.
final class HpkeSteps {
  /// Modes 0 and 1, base and PSK; the others authenticate the sender by a key.
  private static final int LAST_WITHOUT_SENDER = 1;

  private HpkeSteps() {}

  static void check(Hpke hpke, Fields vector) throws Exception {
    if (vector.present("suite_id")) {
      Expect.equal("the suite", HpkeKeySchedule.suite(hpke), vector.hex("suite_id"));
    }
    keys(hpke, vector, "ikmS", "skSm", "pkSm");
    keys(hpke, vector, "", "skEm", "pkEm");
    if (vector.present("pkEm")) {
      Expect.equal("the ephemeral public key", vector.hex("enc"), vector.hex("pkEm"));
    }
    if (vector.integer("mode") <= LAST_WITHOUT_SENDER) {
      HpkeKeyPair keys = hpke.keyPair(Secret.copyOf(vector.hex("skRm")));
      byte[] shared = hpke.decapsulate(keys, vector.hex("enc")).copy();
      if (vector.present("shared_secret")) {
        Expect.equal("the shared secret", vector.hex("shared_secret"), shared);
      }
      HpkeKeySchedule.check(hpke, vector, shared);
    } else if (vector.present("shared_secret")) {
      HpkeKeySchedule.check(hpke, vector, vector.hex("shared_secret"));
    }
    firstMessage(hpke, vector);
  }

  private static void keys(
      Hpke hpke, Fields vector, String seed, String privateKey, String publicKey) throws Exception {
    if (!vector.present(privateKey) || !vector.present(publicKey)) {
      return;
    }
    HpkeKeyPair keys = hpke.keyPair(Secret.copyOf(vector.hex(privateKey)));
    Expect.equal(publicKey, vector.hex(publicKey), keys.publicKey());
    if (vector.present(seed)) {
      HpkeKeyPair derived = hpke.deriveKeyPair(Secret.copyOf(vector.hex(seed)));
      Expect.equal(publicKey + " derived", vector.hex(publicKey), derived.publicKey());
    }
  }

  /// The first message is under the key and the nonce that the vector gives.
  private static void firstMessage(Hpke hpke, Fields vector) throws Exception {
    List<Fields> messages = vector.optionalObjects("encryptions");
    if (messages.isEmpty() || !vector.present("key")) {
      return;
    }
    Fields first = messages.getFirst();
    byte[] sealed =
        hpke.crypto()
            .seal(
                hpke.aead(),
                vector.hex("key"),
                first.hex("nonce"),
                first.hex("aad"),
                first.hex("pt"));
    Expect.equal("the first message under the key given", first.hex("ct"), sealed);
  }
}
