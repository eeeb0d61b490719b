package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.Vectors.hex;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.Vectors;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PskSource;
import sotto.mls.message.Welcome;
import tools.jackson.databind.JsonNode;

class PassiveClientTest {
  // The leaves of two official files are valid for one year from when they were made.
  private static final Instant IN_2023 = Instant.parse("2023-03-15T00:00:00Z");
  private static final Instant IN_2024 = Instant.parse("2024-06-15T00:00:00Z");
  private static final String DIR = "mls-implementations/";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test-vectors/passive-client-welcome.json.gz",
        "test-vectors/passive-client-handling-commit.json.gz",
        "test-vectors/passive-client-random.json.gz",
        "passive/application.json",
        "passive/branch-sample.json.gz",
        "passive/commit-sample.json.gz",
        "passive/external_join.json.gz",
        "passive/external_proposals-sample.json.gz",
        "passive/reinit-sample.json.gz",
        "passive/welcome_join.json",
      })
  void aPassiveClientFollowsTheGroup(String file) throws Exception {
    int number = 0;
    for (JsonNode vector : Vectors.json(DIR + file)) {
      try {
        follow(vector, file.contains("handling-commit") ? IN_2024 : IN_2023);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "case " + number + " suite " + vector.get("cipher_suite") + " of " + file, e);
      }
      number++;
    }
  }

  private static void follow(JsonNode vector, Instant now) throws Exception {
    Settings settings = settings(vector);
    KeyPackage keyPackage = (KeyPackage) MlsMessage.decode(hex(vector, "key_package"));
    CipherSuite suite = CipherSuite.of(vector.get("cipher_suite").asInt()).orElseThrow();
    KeyPackageSecrets mine =
        new KeyPackageSecrets(
            keyPackage,
            Secret.owning(hex(vector, "init_priv")),
            Secret.owning(hex(vector, "encryption_priv")));
    SignatureKeyPair keys =
        settings
            .crypto()
            .signatureKeyPair(suite.signature(), Secret.owning(hex(vector, "signature_priv")));
    Optional<byte[]> tree =
        vector.get("ratchet_tree").isNull()
            ? Optional.empty()
            : Optional.of(hex(vector, "ratchet_tree"));
    Welcome welcome = (Welcome) MlsMessage.decode(hex(vector, "welcome"));
    Group group = Group.join(settings, welcome, mine, keys, tree, now).group();
    assertThat(group.epochAuthenticator()).isEqualTo(hex(vector, "initial_epoch_authenticator"));
    for (JsonNode epoch : vector.get("epochs")) {
      group = Group.decode(group.encode(), settings);
      for (JsonNode proposal : epoch.get("proposals")) {
        byte[] bytes = HexFormat.of().parseHex(proposal.asString());
        group = ((Received.ProposalMessage) group.process(MlsMessage.decode(bytes), now)).group();
      }
      Received commit = group.process(MlsMessage.decode(hex(epoch, "commit")), now);
      Adopted adopted = ((Received.CommitMessage) commit).adopt();
      adopted.consumed().erase();
      group = adopted.group();
      assertThat(group.epochAuthenticator()).isEqualTo(hex(epoch, "epoch_authenticator"));
    }
  }

  private static Settings settings(JsonNode vector) {
    Map<PskSource, Secret> psks = new HashMap<>();
    for (JsonNode psk : vector.get("external_psks")) {
      psks.put(new PskSource.External(hex(psk, "psk_id")), Secret.owning(hex(psk, "psk")));
    }
    return Settings.of(PortableCrypto.create(), AuthenticationService.unsafeBelieveEverything())
        .withPolicy(Policy.ALL)
        .withBounds(
            Bounds.DEFAULT.withPast(0, 64).withLifetimes(Bounds.UNLIMITED, Bounds.UNLIMITED))
        .withPreSharedKeys(source -> Optional.ofNullable(psks.get(source)));
  }
}
