package sotto.mls.crypto;

import java.nio.charset.StandardCharsets;
import sotto.mls.codec.Writer;

/// The labelled key derivation of RFC 9180 §4 and, for one-stage functions, of draft-ietf-hpke-hpke
/// §4.
record LabeledKdf(Crypto crypto, Kdf kdf, byte[] suiteId) {
  private static final byte[] VERSION = ascii("HPKE-v1");

  /// `suite_id` within a KEM: "KEM" and the KEM's identifier.
  static LabeledKdf ofKem(Crypto crypto, Kdf kdf, Kem kem) {
    return new LabeledKdf(
        crypto, kdf, new Writer(5).fixed(ascii("KEM")).uint16(kem.id()).toBytes());
  }

  /// `suite_id` within HPKE: "HPKE" and the three identifiers.
  static LabeledKdf ofHpke(Hpke hpke) {
    byte[] suiteId =
        new Writer(10)
            .fixed(ascii("HPKE"))
            .uint16(hpke.kem().id())
            .uint16(hpke.kdf().id())
            .uint16(hpke.aead().id())
            .toBytes();
    return new LabeledKdf(hpke.crypto(), hpke.kdf(), suiteId);
  }

  /// `LabeledExtract(salt, label, ikm)`.
  Secret extract(byte[] salt, String label, byte[] inputKey) {
    return Secret.owning(crypto.hmac(kdf.hash(), salt, VERSION, suiteId, ascii(label), inputKey));
  }

  /// `LabeledExpand(prk, label, info, L)`.
  Secret expand(Secret key, String label, byte[] info, int length) {
    byte[] labeledInfo =
        new Writer(40 + info.length)
            .uint16(length)
            .fixed(VERSION)
            .fixed(suiteId)
            .fixed(ascii(label))
            .fixed(info)
            .toBytes();
    return Hkdf.expand(crypto, kdf.hash(), key, labeledInfo, length);
  }

  /// `LabeledDerive(ikm, label, context, L)`, for one-stage functions.
  Secret derive(byte[] inputKey, String label, byte[] context, int length) {
    byte[] name = ascii(label);
    byte[] suffix =
        new Writer(40 + context.length)
            .fixed(VERSION)
            .fixed(suiteId)
            .uint16(name.length)
            .fixed(name)
            .uint16(length)
            .fixed(context)
            .toBytes();
    return Secret.owning(Keccak.shake(kdf, length, inputKey, suffix));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
