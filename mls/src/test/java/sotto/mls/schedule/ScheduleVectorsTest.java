package sotto.mls.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.Vectors.hex;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sotto.mls.Vectors;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.tree.LeafIndex;
import tools.jackson.databind.JsonNode;

class ScheduleVectorsTest {
  private static final RatchetBounds BOUNDS = new RatchetBounds(1000, 1000);

  static List<JsonNode> keySchedules() {
    return list("key-schedule");
  }

  static List<JsonNode> secretTrees() {
    return list("secret-tree");
  }

  static List<JsonNode> pskSecrets() {
    return list("psk_secret");
  }

  static List<JsonNode> transcriptHashes() {
    return list("transcript-hashes");
  }

  @ParameterizedTest
  @MethodSource("keySchedules")
  void theKeyScheduleAgrees(JsonNode vector) throws Exception {
    SuiteCrypto crypto = crypto(vector);
    KeySchedule schedule = new KeySchedule(crypto);
    Secret init = secret(vector, "initial_init_secret");
    for (JsonNode epoch : vector.get("epochs")) {
      byte[] context = hex(epoch, "group_context");
      Secret joiner = schedule.joinerSecret(init, secret(epoch, "commit_secret"), context);
      assertThat(joiner.copy()).isEqualTo(hex(epoch, "joiner_secret"));
      Secret psk = secret(epoch, "psk_secret");
      assertThat(schedule.welcomeKey(joiner, psk))
          .isEqualTo(AeadKey.expanded(crypto, secret(epoch, "welcome_secret"), new byte[0]));
      KeySchedule.NewEpoch made = schedule.epoch(joiner, psk, context, 1);
      EpochSecrets secrets = made.secrets();
      assertThat(made.secretTree().secrets()).containsExactly(secret(epoch, "encryption_secret"));
      assertThat(secrets.secrets())
          .containsExactly(
              secret(epoch, "sender_data_secret"),
              secret(epoch, "exporter_secret"),
              secret(epoch, "external_secret"),
              secret(epoch, "confirmation_key"),
              secret(epoch, "membership_key"),
              secret(epoch, "resumption_psk"),
              secret(epoch, "epoch_authenticator"),
              secret(epoch, "init_secret"));
      assertThat(schedule.externalKeyPair(secrets).publicKey())
          .isEqualTo(hex(epoch, "external_pub"));
      JsonNode exporter = epoch.get("exporter");
      assertThat(
              secrets.export(
                  crypto,
                  exporter.get("label").asString(),
                  hex(exporter, "context"),
                  exporter.get("length").asInt()))
          .isEqualTo(secret(exporter, "secret"));
      init = secrets.initSecret();
    }
  }

  @ParameterizedTest
  @MethodSource("secretTrees")
  void theSecretTreeAgrees(JsonNode vector) throws Exception {
    SuiteCrypto crypto = crypto(vector);
    JsonNode leaves = vector.get("leaves");
    SecretTree tree = SecretTree.rooted(secret(vector, "encryption_secret"), leaves.size());
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      for (JsonNode step : leaves.get(leaf)) {
        tree = taken(crypto, tree, leaf, RatchetType.HANDSHAKE, step, "handshake");
        tree = taken(crypto, tree, leaf, RatchetType.APPLICATION, step, "application");
      }
    }
    JsonNode senderData = vector.get("sender_data");
    assertThat(
            AeadKey.expanded(
                crypto,
                secret(senderData, "sender_data_secret"),
                EpochSecrets.sample(crypto, hex(senderData, "ciphertext"))))
        .isEqualTo(new AeadKey(secret(senderData, "key"), secret(senderData, "nonce")));
  }

  private static SecretTree taken(
      SuiteCrypto crypto, SecretTree tree, int leaf, RatchetType type, JsonNode step, String name)
      throws Exception {
    Step<SecretTree> taken =
        tree.at(crypto, new LeafIndex(leaf), type, step.get("generation").asLong(), BOUNDS);
    assertThat(taken.key().key())
        .isEqualTo(new AeadKey(secret(step, name + "_key"), secret(step, name + "_nonce")));
    assertThat(SecretTree.stored(tree.leaves(), tree.rows()).rows().keySet())
        .isEqualTo(tree.rows().keySet());
    return taken.next();
  }

  @ParameterizedTest
  @MethodSource("pskSecrets")
  void thePskSecretAgrees(JsonNode vector) throws Exception {
    List<PskSecret> psks = new ArrayList<>();
    for (JsonNode psk : vector.get("psks")) {
      byte[] id =
          new Writer().uint8(1).opaque(hex(psk, "psk_id")).opaque(hex(psk, "psk_nonce")).toBytes();
      psks.add(new PskSecret(PreSharedKeyId.decode(new Reader(id)), secret(psk, "psk")));
    }
    assertThat(PskSecret.combined(crypto(vector), psks)).isEqualTo(secret(vector, "psk_secret"));
  }

  @ParameterizedTest
  @MethodSource("transcriptHashes")
  void theTranscriptHashesAgree(JsonNode vector) throws Exception {
    SuiteCrypto crypto = crypto(vector);
    AuthenticatedContent content =
        AuthenticatedContent.decode(new Reader(hex(vector, "authenticated_content")));
    byte[] tag = content.auth().confirmationTag().orElseThrow();
    byte[] confirmed =
        TranscriptHash.confirmed(
            crypto,
            hex(vector, "interim_transcript_hash_before"),
            content.confirmedTranscriptHashInput());
    assertThat(confirmed).isEqualTo(hex(vector, "confirmed_transcript_hash_after"));
    assertThat(TranscriptHash.interim(crypto, confirmed, tag))
        .isEqualTo(hex(vector, "interim_transcript_hash_after"));
    assertThat(crypto.mac(secret(vector, "confirmation_key"), confirmed)).isEqualTo(tag);
  }

  private static SuiteCrypto crypto(JsonNode vector) {
    int id = vector.get("cipher_suite").asInt();
    return new SuiteCrypto(CipherSuite.of(id).orElseThrow(), PortableCrypto.create());
  }

  private static Secret secret(JsonNode node, String key) {
    return Secret.owning(hex(node, key));
  }

  private static List<JsonNode> list(String name) {
    return StreamSupport.stream(
            Vectors.json("mls-implementations/test-vectors/" + name + ".json").spliterator(), false)
        .toList();
  }
}
