package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sotto.mls.Vectors.hex;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sotto.mls.Vectors;
import tools.jackson.databind.JsonNode;

class HpkeVectorsTest {
  private static final Crypto CRYPTO = PortableCrypto.create();

  static List<JsonNode> rfc9180() {
    return list("hpke-rfc9180/vectors.json.gz");
  }

  static List<JsonNode> postQuantum() {
    return list("hpke-pq/vectors.json");
  }

  static List<JsonNode> xWing() {
    return list("xwing/vectors.json");
  }

  @ParameterizedTest
  @MethodSource("rfc9180")
  void everyModeOfRfc9180Agrees(JsonNode vector) throws Exception {
    Hpke hpke = hpke(vector);
    assertThat(hpke.deriveKeyPair(Secret.owning(hex(vector, "ikmE"))).publicKey())
        .isEqualTo(hex(vector, "pkEm"));
    check(hpke, vector);
  }

  @ParameterizedTest
  @MethodSource("postQuantum")
  void thePostQuantumKemsAndOneStageFunctionsAgree(JsonNode vector) throws Exception {
    assumeTrue(
        Kdf.of(vector.get("kdf_id").asInt()).isPresent(),
        "TurboSHAKE is in no library that we use, and we write no permutation of our own.");
    check(hpke(vector), vector);
  }

  @ParameterizedTest
  @MethodSource("xWing")
  void xWingAgrees(JsonNode vector) throws Exception {
    Hpke hpke = new Hpke(CRYPTO, Kem.MLKEM768_X25519, Kdf.HKDF_SHA256, Aead.AES_128_GCM);
    HpkeKeyPair keys = hpke.keyPair(Secret.owning(hex(vector, "seed")));
    assertThat(keys.publicKey()).isEqualTo(hex(vector, "pk"));
    Encapsulation made = hpke.encapsulate(keys.publicKey(), new FixedRandom(hex(vector, "eseed")));
    assertThat(made.encapsulated()).isEqualTo(hex(vector, "ct"));
    assertThat(made.sharedSecret().copy()).isEqualTo(hex(vector, "ss"));
    assertThat(hpke.decapsulate(keys, hex(vector, "ct")).copy()).isEqualTo(hex(vector, "ss"));
  }

  private static void check(Hpke hpke, JsonNode vector) throws Exception {
    HpkeKeyPair receiver = hpke.deriveKeyPair(Secret.owning(hex(vector, "ikmR")));
    assertThat(receiver.publicKey()).isEqualTo(hex(vector, "pkRm"));
    assertThat(receiver.privateKey().copy()).isEqualTo(hex(vector, "skRm"));
    Hpke.SenderSetup sender =
        hpke.setupSender(
            receiver.publicKey(),
            hex(vector, "info"),
            senderMode(hpke, vector),
            new FixedRandom(hex(vector, "ikmE")));
    assertThat(sender.encapsulated()).isEqualTo(hex(vector, "enc"));
    HpkeContext opener =
        hpke.setupReceiver(hex(vector, "enc"), receiver, hex(vector, "info"), receiverMode(vector));
    for (JsonNode encryption : vector.get("encryptions")) {
      if (hex(encryption, "nonce").length > 0) {
        int sequence = sequence(vector, encryption);
        sender.context().skipTo(sequence);
        opener.skipTo(sequence);
        byte[] sealed = sender.context().seal(hex(encryption, "aad"), hex(encryption, "pt"));
        assertThat(sealed).isEqualTo(hex(encryption, "ct"));
        assertThat(opener.open(hex(encryption, "aad"), sealed)).isEqualTo(hex(encryption, "pt"));
      }
    }
    for (JsonNode export : vector.get("exports")) {
      byte[] context = hex(export, "exporter_context");
      byte[] expected = hex(export, "exported_value");
      assertThat(sender.context().export(context, expected.length).copy()).isEqualTo(expected);
      assertThat(opener.export(context, expected.length).copy()).isEqualTo(expected);
    }
  }

  /// The low bits in which the nonce differs from the base nonce.
  private static int sequence(JsonNode vector, JsonNode encryption) {
    byte[] base = hex(vector, "base_nonce");
    byte[] nonce = hex(encryption, "nonce");
    int sequence = 0;
    for (int i = base.length - 4; i < base.length; i++) {
      sequence = sequence << 8 | (base[i] ^ nonce[i]) & 0xff;
    }
    return sequence;
  }

  private static Hpke hpke(JsonNode vector) {
    return new Hpke(
        CRYPTO,
        Kem.of(vector.get("kem_id").asInt()).orElseThrow(),
        Kdf.of(vector.get("kdf_id").asInt()).orElseThrow(),
        Aead.of(vector.get("aead_id").asInt()).orElseThrow());
  }

  private static HpkeMode<HpkeKeyPair> senderMode(Hpke hpke, JsonNode vector) {
    return switch (vector.get("mode").asInt()) {
      case 0 -> new HpkeMode.Base<>();
      case 1 -> new HpkeMode.Psk<>(psk(vector), hex(vector, "psk_id"));
      case 2 -> new HpkeMode.Auth<>(hpke.deriveKeyPair(Secret.owning(hex(vector, "ikmS"))));
      case 3 ->
          new HpkeMode.AuthPsk<>(
              hpke.deriveKeyPair(Secret.owning(hex(vector, "ikmS"))),
              psk(vector),
              hex(vector, "psk_id"));
      default -> throw new IllegalArgumentException("unknown mode");
    };
  }

  private static HpkeMode<byte[]> receiverMode(JsonNode vector) {
    return switch (vector.get("mode").asInt()) {
      case 0 -> new HpkeMode.Base<>();
      case 1 -> new HpkeMode.Psk<>(psk(vector), hex(vector, "psk_id"));
      case 2 -> new HpkeMode.Auth<>(hex(vector, "pkSm"));
      case 3 -> new HpkeMode.AuthPsk<>(hex(vector, "pkSm"), psk(vector), hex(vector, "psk_id"));
      default -> throw new IllegalArgumentException("unknown mode");
    };
  }

  private static Secret psk(JsonNode vector) {
    return Secret.owning(hex(vector, "psk"));
  }

  private static List<JsonNode> list(String name) {
    return StreamSupport.stream(Vectors.json(name).spliterator(), false).toList();
  }
}
