package sotto.tests.vectors;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import sotto.mls.crypto.Aead;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.Hpke;
import sotto.mls.crypto.HpkeContext;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.HpkeMode;
import sotto.mls.crypto.Kdf;
import sotto.mls.crypto.Kem;
import sotto.mls.crypto.Secret;
import sotto.tests.vectors.Case.Mismatch;
import sotto.tests.vectors.Case.Unused;

/// Vectors of RFC 9180 and draft-ietf-hpke-pq, which share a format, and of X-Wing alone.
final class HpkeVectors {
  private static final int MAX_SEQUENCE = 1 << 16;

  /// ML-KEM's expanded key, X25519's two.
  private static final int EXPANDED_X_WING_KEY = 2400 + 32 + 32;

  private HpkeVectors() {}

  static void check(Fields vector) throws Exception {
    Hpke hpke = hpke(vector);
    HpkeKeyPair keys = hpke.keyPair(Secret.copyOf(vector.hex("skRm")));
    Expect.equal("the public key", vector.hex("pkRm"), keys.publicKey());
    HpkeKeyPair derived = hpke.deriveKeyPair(Secret.copyOf(vector.hex("ikmR")));
    Expect.equal("the key pair derived", vector.hex("pkRm"), derived.publicKey());
    // Files differ in whether they clamp the scalars of X25519 and X448.
    if (hpke.kem() != Kem.DHKEM_X25519 && hpke.kem() != Kem.DHKEM_X448) {
      Expect.equal("the private key derived", vector.hex("skRm"), derived.privateKey().copy());
    }
    HpkeSteps.check(hpke, vector);

    byte[] info = vector.hex("info");
    Hpke.SenderSetup sender =
        hpke.setupSender(
            keys.publicKey(), info, senderMode(hpke, vector), new Playback(vector.hex("ikmE")));
    Expect.equal("the encapsulation", vector.hex("enc"), sender.encapsulated());
    HpkeContext receiver = hpke.setupReceiver(vector.hex("enc"), keys, info, receiverMode(vector));
    for (Fields export : vector.objects("exports")) {
      export(export, sender.context());
      export(export, receiver);
    }
    encryptions(vector, sender.context(), receiver);
  }

  private static Hpke hpke(Fields vector) throws Exception {
    Optional<Kem> kem = Kem.of(vector.integer("kem_id"));
    Optional<Kdf> kdf = Kdf.of(vector.integer("kdf_id"));
    Optional<Aead> aead = Aead.of(vector.integer("aead_id"));
    if (kem.isEmpty() || kdf.isEmpty() || aead.isEmpty()) {
      throw new Unused(
          String.format(
              "HPKE with KEM 0x%04x, KDF 0x%04x, AEAD 0x%04x",
              vector.integer("kem_id"), vector.integer("kdf_id"), vector.integer("aead_id")));
    }
    return new Hpke(Product.crypto(), kem.get(), kdf.get(), aead.get());
  }

  private static HpkeMode<HpkeKeyPair> senderMode(Hpke hpke, Fields vector) throws Exception {
    return switch (vector.integer("mode")) {
      case 0 -> new HpkeMode.Base<>();
      case 1 -> new HpkeMode.Psk<>(psk(vector), vector.hex("psk_id"));
      case 2 -> new HpkeMode.Auth<>(hpke.keyPair(Secret.copyOf(vector.hex("skSm"))));
      case 3 ->
          new HpkeMode.AuthPsk<>(
              hpke.keyPair(Secret.copyOf(vector.hex("skSm"))), psk(vector), vector.hex("psk_id"));
      default -> throw new Unused("HPKE mode " + vector.integer("mode"));
    };
  }

  private static HpkeMode<byte[]> receiverMode(Fields vector) throws Exception {
    return switch (vector.integer("mode")) {
      case 0 -> new HpkeMode.Base<>();
      case 1 -> new HpkeMode.Psk<>(psk(vector), vector.hex("psk_id"));
      case 2 -> new HpkeMode.Auth<>(vector.hex("pkSm"));
      case 3 -> new HpkeMode.AuthPsk<>(vector.hex("pkSm"), psk(vector), vector.hex("psk_id"));
      default -> throw new Unused("HPKE mode " + vector.integer("mode"));
    };
  }

  private static Secret psk(Fields vector) throws Mismatch {
    return Secret.copyOf(vector.hex("psk"));
  }

  private static void export(Fields export, HpkeContext context) throws Exception {
    byte[] actual = context.export(export.hex("exporter_context"), export.integer("L")).copy();
    Expect.equal("an export", export.hex("exported_value"), actual);
  }

  /// Messages have a place in the sequence, told by their nonce; those between are made up.
  private static void encryptions(Fields vector, HpkeContext sender, HpkeContext receiver)
      throws Exception {
    List<Fields> messages = vector.optionalObjects("encryptions");
    if (messages.isEmpty()) {
      return;
    }
    BigInteger base = new BigInteger(1, vector.hex("base_nonce"));
    int next = 0;
    for (Fields message : messages) {
      int sequence = base.xor(new BigInteger(1, message.hex("nonce"))).intValueExact();
      Expect.holds("messages are in order", sequence >= next && sequence < MAX_SEQUENCE);
      for (; next < sequence; next++) {
        receiver.open(new byte[0], sender.seal(new byte[0], new byte[0]));
      }
      byte[] ciphertext = sender.seal(message.hex("aad"), message.hex("pt"));
      Expect.equal("a ciphertext", message.hex("ct"), ciphertext);
      Expect.equal("a plaintext", message.hex("pt"), receiver.open(message.hex("aad"), ciphertext));
      next++;
    }
  }

  /// X-Wing: key pair, encapsulation and shared secret (draft-connolly-cfrg-xwing-kem).
  static void xWing(Fields vector) throws Exception {
    if (vector.hex("sk").length == EXPANDED_X_WING_KEY) {
      throw new Unused("X-Wing with expanded private keys, as its first drafts had them");
    }
    Hpke hpke = new Hpke(Product.crypto(), Kem.MLKEM768_X25519, Kdf.HKDF_SHA256, Aead.AES_128_GCM);
    HpkeKeyPair keys = hpke.keyPair(Secret.copyOf(vector.hex("sk")));
    Expect.equal("the seed", vector.hex("seed"), keys.privateKey().copy());
    Expect.equal("the public key", vector.hex("pk"), keys.publicKey());
    Encapsulation made = hpke.encapsulate(keys.publicKey(), new Playback(vector.hex("eseed")));
    Expect.equal("the ciphertext", vector.hex("ct"), made.encapsulated());
    Expect.equal("the sender's secret", vector.hex("ss"), made.sharedSecret().copy());
    Expect.equal(
        "the receiver's secret", vector.hex("ss"), hpke.decapsulate(keys, vector.hex("ct")).copy());
  }
}
