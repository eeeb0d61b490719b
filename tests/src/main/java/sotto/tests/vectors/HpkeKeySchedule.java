package sotto.tests.vectors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Hkdf;
import sotto.mls.crypto.Hpke;
import sotto.mls.crypto.Secret;

/// The key schedule of HPKE, from the shared secret to the keys that a vector gives (RFC 9180 §5.1;
/// for one-stage functions draft-ietf-hpke-hpke §5.1). The product keeps these to itself, so that
/// they are worked out here, of its HMAC and HKDF.
final class HpkeKeySchedule {
  private static final byte[] VERSION = ascii("HPKE-v1");
  private static final int SHAKE128 = 0x0010;
  private static final int SHAKE256 = 0x0011;

  private final Hpke hpke;
  private final Fields vector;
  private final byte[] shared;

  private HpkeKeySchedule(Hpke hpke, Fields vector, byte[] shared) {
    this.hpke = hpke;
    this.vector = vector;
    this.shared = shared;
  }

  static void check(Hpke hpke, Fields vector, byte[] shared) throws Exception {
    HpkeKeySchedule schedule = new HpkeKeySchedule(hpke, vector, shared);
    if (hpke.kdf().isTwoStage()) {
      schedule.twoStage();
    } else if (hpke.kdf().id() == SHAKE128 || hpke.kdf().id() == SHAKE256) {
      schedule.oneStage();
    }
  }

  /// RFC 9180 §5.1: "HPKE", then the three numbers.
  static byte[] suite(Hpke hpke) {
    return new Writer()
        .fixed(ascii("HPKE"))
        .uint16(hpke.kem().id())
        .uint16(hpke.kdf().id())
        .uint16(hpke.aead().id())
        .toBytes();
  }

  private void twoStage() throws Exception {
    byte[] none = new byte[0];
    byte[] context =
        new Writer()
            .uint8(vector.integer("mode"))
            .fixed(extract(none, "psk_id_hash", optional("psk_id")))
            .fixed(extract(none, "info_hash", vector.hex("info")))
            .toBytes();
    byte[] secret = extract(shared, "secret", optional("psk"));
    compare("key_schedule_context", context);
    compare("secret", secret);
    compare("key", expand(secret, "key", context, hpke.aead().keyLength()));
    compare("base_nonce", expand(secret, "base_nonce", context, hpke.aead().nonceLength()));
    compare("exporter_secret", expand(secret, "exp", context, hpke.kdf().length()));
  }

  private void oneStage() throws Exception {
    byte[] secrets = prefixed(optional("psk"), shared);
    byte[] context =
        new Writer()
            .uint8(vector.integer("mode"))
            .fixed(prefixed(optional("psk_id"), vector.hex("info")))
            .toBytes();
    int keyEnd = hpke.aead().keyLength();
    int nonceEnd = keyEnd + hpke.aead().nonceLength();
    int end = nonceEnd + hpke.kdf().length();
    byte[] label = ascii("secret");
    byte[] input =
        new Writer()
            .fixed(secrets)
            .fixed(VERSION)
            .fixed(suite(hpke))
            .uint16(label.length)
            .fixed(label)
            .uint16(end)
            .fixed(context)
            .toBytes();
    byte[] keys = new byte[end];
    SHAKEDigest shake = new SHAKEDigest(hpke.kdf().id() == SHAKE128 ? 128 : 256);
    shake.update(input, 0, input.length);
    shake.doFinal(keys, 0, end);
    compare("key", Arrays.copyOf(keys, keyEnd));
    compare("base_nonce", Arrays.copyOfRange(keys, keyEnd, nonceEnd));
    compare("exporter_secret", Arrays.copyOfRange(keys, nonceEnd, end));
  }

  private void compare(String name, byte[] actual) throws Exception {
    if (vector.present(name)) {
      Expect.equal(name, vector.hex(name), actual);
    }
  }

  private byte[] optional(String name) throws Exception {
    return vector.optionalHex(name).orElse(new byte[0]);
  }

  private byte[] extract(byte[] salt, String label, byte[] key) {
    return hpke.crypto().hmac(hpke.kdf().hash(), salt, VERSION, suite(hpke), ascii(label), key);
  }

  private byte[] expand(byte[] key, String label, byte[] context, int length) {
    byte[] info =
        new Writer()
            .uint16(length)
            .fixed(VERSION)
            .fixed(suite(hpke))
            .fixed(ascii(label))
            .fixed(context)
            .toBytes();
    return Hkdf.expand(hpke.crypto(), hpke.kdf().hash(), Secret.copyOf(key), info, length).copy();
  }

  private static byte[] prefixed(byte[] first, byte[] second) {
    return new Writer()
        .uint16(first.length)
        .fixed(first)
        .uint16(second.length)
        .fixed(second)
        .toBytes();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
