package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.group.AuthenticationService;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.Committed;
import sotto.mls.group.Group;
import sotto.mls.group.GroupParameters;
import sotto.mls.group.Identity;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.group.Padding;
import sotto.mls.group.Sent;
import sotto.mls.group.Settings;
import sotto.mls.message.GroupId;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Lifetime;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The keys that a passive-client epoch may have beyond the official ones, and its clock.
class PassiveClientTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HexFormat HEX = HexFormat.of();
  private static final CipherSuite SUITE = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;
  private static final Instant MADE = Instant.parse("2024-02-03T04:05:06Z");

  private final Crypto crypto = PortableCrypto.create();
  private final RandomGenerator random = new Random(1);
  private final ObjectNode vector = JSON.createObjectNode();
  private final ObjectNode epoch = JSON.createObjectNode();

  private SignatureKeyPair signatureKeys() {
    return crypto.generateSignatureKeyPair(SUITE.signature(), random);
  }

  private static Identity identity(String name, SignatureKeyPair keys) {
    Credential credential = new Credential.Basic(name.getBytes(StandardCharsets.UTF_8));
    return Identity.of(credential, keys, SUITE);
  }

  private static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  /// A scenario in which two application messages and then a Commit come.
  @BeforeEach
  void makeScenario() throws Exception {
    Settings settings = Settings.of(crypto, AuthenticationService.unsafeBelieveEverything());
    SignatureKeyPair bobKeys = signatureKeys();
    KeyPackageSecrets bob =
        KeyPackageSecrets.create(
            crypto,
            SUITE,
            identity("bob", bobKeys),
            Lifetime.of(MADE, Duration.ofDays(80)),
            random);
    Group alice =
        Group.create(
            settings,
            identity("alice", signatureKeys()),
            GroupParameters.of(new GroupId(new byte[] {1}), SUITE),
            MADE,
            random);
    Committed added = alice.commit(CommitRequest.update().add(bob.keyPackage()), MADE, random);
    alice = added.group().adopt(added.pending()).group();
    vector.put("cipher_suite", SUITE.id());
    vector.put("key_package", hex(bob.keyPackage().toMessage()));
    vector.put("signature_priv", hex(bobKeys.privateKey().copy()));
    vector.put("encryption_priv", hex(bob.encryptionKey().copy()));
    vector.put("init_priv", hex(bob.initKey().copy()));
    vector.put("welcome", hex(added.welcome().orElseThrow()));
    vector.putNull("ratchet_tree");
    vector.put("initial_epoch_authenticator", hex(alice.epochAuthenticator()));
    ArrayNode application = epoch.putArray("application");
    for (int i = 0; i < 2; i++) {
      byte[] content = {(byte) i, 42};
      Sent sent = alice.protect(content, new byte[0], Padding.NONE, random);
      alice = sent.group();
      // In reverse order.
      application
          .insertObject(0)
          .put("message", hex(sent.message()))
          .put("plaintext", hex(content));
    }
    Committed update = alice.commit(CommitRequest.update(), MADE, random);
    epoch.putArray("proposals");
    epoch.put("commit", hex(update.message()));
    alice = update.group().adopt(update.pending()).group();
    epoch.put("epoch_authenticator", hex(alice.epochAuthenticator()));
    vector.putArray("epochs").add(epoch);
  }

  private void run(Optional<Instant> now) throws Exception {
    try {
      new PassiveClient(now).check(new Fields(vector));
    } catch (Case.Remarked held) {
      assertThat(now).isEmpty();
    }
  }

  private String flipped(int position) {
    byte[] commit = HEX.parseHex(epoch.get("commit").stringValue());
    commit[Math.floorMod(position, commit.length)] ^= 1;
    return hex(commit);
  }

  @Test
  void applicationMessagesAreReadInAnyOrderBeforeTheCommit() throws Exception {
    run(Optional.empty());
  }

  @Test
  void aWrongPlaintextFails() {
    ((ObjectNode) epoch.get("application").get(0)).put("plaintext", "00");
    assertThatThrownBy(() -> run(Optional.empty()))
        .isInstanceOf(Case.Mismatch.class)
        .hasMessageContaining("plaintext");
  }

  @Test
  void alteredCommitsAreRefusedAndTheGenuineOneStillWorks() throws Exception {
    ArrayNode rejects = epoch.putArray("commit_must_reject");
    List.of(-1, -20, -100, 8, 20).forEach(position -> rejects.add(flipped(position)));
    run(Optional.empty());
  }

  @Test
  void aGenuineCommitAmongThoseToRejectFails() {
    epoch.putArray("commit_must_reject").add(epoch.get("commit").stringValue());
    assertThatThrownBy(() -> run(Optional.empty())).isInstanceOf(Case.Mismatch.class);
  }

  @Test
  void aGenuineCommitIsFoundWhereverItHidesAmongThoseToReject() {
    ArrayNode rejects = epoch.putArray("commit_must_reject");
    rejects.add(flipped(-1)).add(epoch.get("commit").stringValue()).add(flipped(-2));
    assertThatThrownBy(() -> run(Optional.empty()))
        .isInstanceOf(Case.Mismatch.class)
        .hasMessageContaining("was taken as CommitMessage");
  }

  @Test
  void anAlteredApplicationMessageFails() {
    ObjectNode application = (ObjectNode) epoch.get("application").get(0);
    byte[] message = HEX.parseHex(application.get("message").stringValue());
    message[message.length - 1] ^= 1;
    application.put("message", hex(message));
    assertThatThrownBy(() -> run(Optional.empty())).isInstanceOf(MlsException.class);
  }

  @Test
  void aCommitIsNoApplicationMessageAndAMessageIsReadOnce() {
    ArrayNode application = (ArrayNode) epoch.get("application");
    application.add(application.get(0).deepCopy());
    assertThatThrownBy(() -> run(Optional.empty())).isInstanceOf(MlsException.class);
    application.removeAll();
    application.addObject().put("message", epoch.get("commit").stringValue()).put("plaintext", "");
    assertThatThrownBy(() -> run(Optional.empty()))
        .isInstanceOf(Case.Mismatch.class)
        .hasMessageContaining("instead of an application message");
  }

  @Test
  void keysThatMeanNothingHereChangeNothing() throws Exception {
    epoch.put("remark", "unknown");
    vector.putArray("also_unknown");
    epoch.putArray("commit_must_reject");
    run(Optional.empty());
  }

  @Test
  void onlyALastEpochMayLackItsCommit() throws Exception {
    ObjectNode last = ((ArrayNode) vector.get("epochs")).addObject();
    assertThatThrownBy(() -> run(Optional.empty())).hasMessageContaining("no commit");
    last.putArray("commit_must_reject").add(epoch.get("commit").stringValue());
    run(Optional.empty());
    epoch.remove("commit");
    assertThatThrownBy(() -> run(Optional.empty())).hasMessageContaining("no commit");
  }

  @Test
  void theClockIsWhatWasAskedForOrFitsTheVector() throws Exception {
    run(Optional.of(MADE.plusSeconds(60)));
    assertThatThrownBy(() -> run(Optional.of(MADE.plus(Duration.ofDays(400)))))
        .hasMessageContaining("valid from");
    assertThat(Instant.now()).isAfter(MADE.plus(Duration.ofDays(80)));
    String output = String.join("\n", Runs.lines(JSON.writeValueAsBytes(List.of(vector, vector))));
    assertThat(output)
        .containsPattern("passed .*: with the clock set into the leaves' lifetimes.*\\(2 cases\\)")
        .endsWith("2 passed, 0 failed, 0 skipped");
  }

  @Test
  void aWrongEpochAuthenticatorFails() {
    epoch.put("epoch_authenticator", "00");
    assertThatThrownBy(() -> run(Optional.empty())).isInstanceOf(Case.Mismatch.class);
  }
}
