package sotto.tests.vectors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import sotto.mls.crypto.Hpke;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;

/// What HPKE vectors give on the way from the keys to the messages, as far as they give it.
final class HpkeSteps {
  private static final byte[] VERSION = "HPKE-v1".getBytes(StandardCharsets.US_ASCII);

  private HpkeSteps() {}

  static void check(Hpke hpke, Fields vector) throws Exception {
    if (vector.present("suite_id")) {
      Expect.equal("the suite", suite(hpke), vector.hex("suite_id"));
    }
    keys(hpke, vector, "ikmS", "skSm", "pkSm");
    keys(hpke, vector, "", "skEm", "pkEm");
    if (vector.present("pkEm")) {
      Expect.equal("the ephemeral public key", vector.hex("enc"), vector.hex("pkEm"));
    }
    boolean isAuthenticated = vector.integer("mode") > 1;
    if (vector.present("shared_secret") && !isAuthenticated) {
      Secret shared =
          hpke.decapsulate(hpke.keyPair(Secret.copyOf(vector.hex("skRm"))), vector.hex("enc"));
      Expect.equal("the shared secret", vector.hex("shared_secret"), shared.copy());
    }
    firstMessage(hpke, vector);
    firstExport(hpke, vector);
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

  /// RFC 9180 §5.3: the export is expanded from the exporter secret. KDFs of one stage (SHAKE)
  /// derive it in another way, which the context's own exports show.
  private static void firstExport(Hpke hpke, Fields vector) throws Exception {
    List<Fields> exports = vector.objects("exports");
    if (!hpke.kdf().isTwoStage() || !vector.present("exporter_secret") || exports.isEmpty()) {
      return;
    }
    Fields first = exports.getFirst();
    int length = first.integer("L");
    byte[] label = "sec".getBytes(StandardCharsets.US_ASCII);
    byte[] context = first.hex("exporter_context");
    byte[] suite = suite(hpke);
    byte[] info =
        ByteBuffer.allocate(2 + VERSION.length + suite.length + label.length + context.length)
            .putShort((short) length)
            .put(VERSION)
            .put(suite)
            .put(label)
            .put(context)
            .array();
    Secret exporter = Secret.copyOf(vector.hex("exporter_secret"));
    byte[] export =
        sotto.mls.crypto.Hkdf.expand(hpke.crypto(), hpke.kdf().hash(), exporter, info, length)
            .copy();
    Expect.equal("the first export of the secret given", first.hex("exported_value"), export);
  }

  /// RFC 9180 §5.1: "HPKE", then the three numbers.
  private static byte[] suite(Hpke hpke) {
    return ByteBuffer.allocate(10)
        .put("HPKE".getBytes(StandardCharsets.US_ASCII))
        .putShort((short) hpke.kem().id())
        .putShort((short) hpke.kdf().id())
        .putShort((short) hpke.aead().id())
        .array();
  }
}
