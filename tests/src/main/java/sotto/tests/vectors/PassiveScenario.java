package sotto.tests.vectors;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.group.AuthenticationService;
import sotto.mls.group.Bounds;
import sotto.mls.group.Group;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.group.Policy;
import sotto.mls.group.PreSharedKeys;
import sotto.mls.group.Received;
import sotto.mls.group.Settings;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PskSource;
import sotto.mls.message.Welcome;
import sotto.tests.vectors.Case.Mismatch;

/// A client that joins by a Welcome and follows the group, at one time on the clock.
///
/// Beyond the official format an epoch may have `application`, messages that are delivered before
/// the Commit in any order, and `commit_must_reject`, messages that must be refused before it and
/// leave the state as it was. A last epoch with such messages may lack its Commit. Other keys mean
/// nothing here.
record PassiveScenario(Fields vector, KeyPackage keyPackage, Instant now) {
  private static final Bounds BOUNDS =
      Bounds.DEFAULT
          .withPast(0, 1000)
          .withLifetimes(Duration.ofDays(89), Duration.ofSeconds(Long.MAX_VALUE));

  void run() throws Exception {
    SuiteCrypto crypto = Suites.crypto(vector);
    SignatureKeyPair signatureKeys =
        Suites.signatureKeys(
            crypto, vector.hex("signature_priv"), keyPackage.leafNode().signatureKey());
    KeyPackageSecrets mine =
        new KeyPackageSecrets(
            keyPackage,
            privateKey(crypto, vector.hex("init_priv"), keyPackage.initKey()),
            privateKey(
                crypto, vector.hex("encryption_priv"), keyPackage.leafNode().encryptionKey()));
    // Refuses a private key that does not belong to the public one.
    Product.crypto().signingKey(signatureKeys);

    Welcome welcome = Messages.read(vector.hex("welcome"), Welcome.class);
    Group group =
        Group.join(
                settings(vector),
                welcome,
                mine,
                signatureKeys,
                vector.optionalHex("ratchet_tree"),
                now)
            .group();
    Expect.equal(
        "the epoch authenticator after joining",
        vector.hex("initial_epoch_authenticator"),
        group.epochAuthenticator());
    for (Fields epoch : vector.objects("epochs")) {
      Optional<Group> next = follow(group, epoch);
      if (next.isEmpty()) {
        return;
      }
      group = next.get();
    }
  }

  private static Secret privateKey(SuiteCrypto crypto, byte[] privateKey, byte[] publicKey)
      throws Exception {
    var keys = Suites.hpkeKeys(crypto, privateKey);
    Expect.equal("a public key of the KeyPackage", publicKey, keys.publicKey());
    return keys.privateKey();
  }

  private static Settings settings(Fields vector) throws Mismatch {
    Map<String, Secret> external = new HashMap<>();
    for (Fields psk : vector.optionalObjects("external_psks")) {
      external.put(HexFormat.of().formatHex(psk.hex("psk_id")), Secret.owning(psk.hex("psk")));
    }
    PreSharedKeys preSharedKeys =
        source ->
            source instanceof PskSource.External named
                ? Optional.ofNullable(external.get(HexFormat.of().formatHex(named.pskId())))
                : Optional.empty();
    return Settings.of(Product.crypto(), AuthenticationService.unsafeBelieveEverything())
        .withPolicy(Policy.ALL)
        .withBounds(BOUNDS)
        .withPreSharedKeys(preSharedKeys);
  }

  /// The group in the next epoch; empty when the Commit removed this client.
  private Optional<Group> follow(Group start, Fields epoch) throws Exception {
    Group group = start;
    for (byte[] proposal : epoch.optionalHexes("proposals")) {
      group =
          switch (group.process(MlsMessage.decode(proposal), now)) {
            case Received.ProposalMessage received -> received.group();
            case Received other -> throw unexpected("a proposal", other);
          };
    }
    for (Fields application : epoch.optionalObjects("application")) {
      group = deliver(group, application);
    }
    for (byte[] altered : epoch.optionalHexes("commit_must_reject")) {
      mustReject(group, altered);
    }
    if (!epoch.present("commit") && mayLackCommit(epoch)) {
      return Optional.empty();
    }
    Group before = group;
    Optional<Group> after =
        switch (before.process(MlsMessage.decode(epoch.hex("commit")), now)) {
          case Received.CommitMessage commit -> Optional.of(commit.adopt().group());
          case Received.Removal _ -> Optional.empty();
          case Received other -> throw unexpected("a Commit", other);
        };
    if (after.isPresent()) {
      Expect.equal(
          "the epoch authenticator of epoch " + after.get().epoch(),
          epoch.hex("epoch_authenticator"),
          after.get().epochAuthenticator());
    }
    return after;
  }

  private boolean mayLackCommit(Fields epoch) throws Mismatch {
    boolean hasMessages = epoch.has("application") || epoch.has("commit_must_reject");
    return hasMessages && vector.objects("epochs").getLast().equals(epoch);
  }

  private Group deliver(Group group, Fields application) throws Exception {
    return switch (group.process(MlsMessage.decode(application.hex("message")), now)) {
      case Received.ApplicationMessage received -> {
        Expect.equal("a plaintext", application.hex("plaintext"), received.content());
        yield received.group();
      }
      case Received other -> throw unexpected("an application message", other);
    };
  }

  private void mustReject(Group group, byte[] altered) throws Exception {
    byte[] state = group.encode();
    try {
      Received received = group.process(MlsMessage.decode(altered), now);
      throw new Mismatch(
          "a message that must be refused was taken as " + received.getClass().getSimpleName());
    } catch (MlsException refusal) {
      Expect.equal("the state after a refused message", state, group.encode());
    }
  }

  private static Mismatch unexpected(String wanted, Received received) {
    return new Mismatch(
        "a message was taken as " + received.getClass().getSimpleName() + " instead of " + wanted);
  }
}
