package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.Vectors.hex;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sotto.mls.Vectors;
import sotto.mls.codec.Decoder;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.message.Commit;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.GroupSecrets;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.TranscriptHash;
import tools.jackson.databind.JsonNode;

/// welcome.json and transcript-hashes.json.
class WelcomeVectorsTest {
  private static final String DIR = "mls-implementations/test-vectors/";
  private static final Decoder<GroupSecrets> SECRETS = GroupSecrets::decode;
  private static final Decoder<GroupInfo> INFO = GroupInfo::decode;
  private static final Decoder<AuthenticatedContent> CONTENT = AuthenticatedContent::decode;

  private static SuiteCrypto suite(JsonNode vector) {
    int id = vector.get("cipher_suite").asInt();
    return new SuiteCrypto(CipherSuite.of(id).orElseThrow(), PortableCrypto.create());
  }

  @Test
  void welcomesAreOpened() throws Exception {
    for (JsonNode vector : Vectors.json(DIR + "welcome.json")) {
      SuiteCrypto crypto = suite(vector);
      Welcome welcome = (Welcome) MlsMessage.decode(hex(vector, "welcome"));
      KeyPackage keyPackage = (KeyPackage) MlsMessage.decode(hex(vector, "key_package"));
      byte[] reference = KeyPackageSecrets.reference(crypto.crypto(), keyPackage);
      var entry =
          welcome.secrets().stream()
              .filter(secrets -> Arrays.equals(secrets.newMember(), reference))
              .findFirst()
              .orElseThrow();
      GroupSecrets secrets =
          SECRETS.decodeAll(
              crypto.decryptWithLabel(
                  crypto.hpke().keyPair(Secret.owning(hex(vector, "init_priv"))),
                  "Welcome",
                  welcome.encryptedGroupInfo(),
                  entry.encryptedGroupSecrets()));
      KeySchedule schedule = new KeySchedule(crypto);
      byte[] plain =
          schedule
              .welcomeKey(secrets.joinerSecret(), schedule.noPsk())
              .open(crypto, new byte[0], welcome.encryptedGroupInfo());
      GroupInfo info = INFO.decodeAll(plain);
      crypto.verifyWithLabel(
          crypto.verificationKey(hex(vector, "signer_pub")),
          GroupInfo.LABEL,
          info.toBeSigned(),
          info.signature());
      byte[] confirmed = info.groupContext().confirmedTranscriptHash();
      var epoch =
          schedule.epoch(
              secrets.joinerSecret(), schedule.noPsk(), info.groupContext().encoded(), 2);
      assertThat(epoch.secrets().confirmationTag(crypto, confirmed))
          .isEqualTo(info.confirmationTag());
    }
  }

  @Test
  void transcriptHashesAgree() throws Exception {
    for (JsonNode vector : Vectors.json(DIR + "transcript-hashes.json")) {
      SuiteCrypto crypto = suite(vector);
      AuthenticatedContent content = CONTENT.decodeAll(hex(vector, "authenticated_content"));
      assertThat(content.content().content()).isInstanceOf(Commit.class);
      byte[] confirmed =
          TranscriptHash.confirmed(
              crypto,
              hex(vector, "interim_transcript_hash_before"),
              content.confirmedTranscriptHashInput());
      assertThat(confirmed).isEqualTo(hex(vector, "confirmed_transcript_hash_after"));
      byte[] tag = content.auth().confirmationTag().orElseThrow();
      Secret key = Secret.owning(hex(vector, "confirmation_key"));
      assertThat(crypto.mac(key, confirmed)).isEqualTo(tag);
      assertThat(TranscriptHash.interim(crypto, confirmed, tag))
          .isEqualTo(hex(vector, "interim_transcript_hash_after"));
    }
  }
}
