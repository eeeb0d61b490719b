package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.message.ContentType;
import sotto.mls.message.EncryptedGroupSecrets;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.PskSource;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.AeadKey;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.schedule.GroupSecrets;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.PskSecret;
import sotto.mls.schedule.RatchetBounds;
import sotto.mls.schedule.RatchetType;
import sotto.mls.schedule.SecretTree;
import sotto.mls.schedule.Step;
import sotto.mls.schedule.TranscriptHash;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.tests.vectors.Case.Mismatch;

/// The official vectors of RFC 9420 §8 and §9, and of the Welcome that they open.
final class MlsSchedule {
  private static final byte[] NOTHING = new byte[0];
  private static final RatchetBounds BOUNDS = new RatchetBounds(100_000, 100_000);

  private MlsSchedule() {}

  static void keySchedule(Fields vector) throws Exception {
    SuiteCrypto crypto = Suites.crypto(vector);
    Secret init = secret(vector, "initial_init_secret");
    long number = 0;
    for (Fields epoch : vector.objects("epochs")) {
      byte[] context =
          new GroupContext(
                  crypto.suite().id(),
                  new GroupId(vector.hex("group_id")),
                  number++,
                  epoch.hex("tree_hash"),
                  epoch.hex("confirmed_transcript_hash"),
                  Extensions.NONE)
              .encoded();
      Expect.equal("the group context", epoch.hex("group_context"), context);
      init = epoch(new KeySchedule(crypto), init, epoch, context);
    }
  }

  /// The init secret of the next epoch.
  private static Secret epoch(KeySchedule schedule, Secret init, Fields epoch, byte[] context)
      throws Exception {
    SuiteCrypto crypto = schedule.crypto();
    Secret joiner = schedule.joinerSecret(init, secret(epoch, "commit_secret"), context);
    Secret psk = secret(epoch, "psk_secret");
    same("joiner_secret", epoch, joiner);
    Secret welcome = secret(epoch, "welcome_secret");
    Expect.equal("the welcome key", aeadKey(crypto, welcome), schedule.welcomeKey(joiner, psk));
    KeySchedule.NewEpoch made = schedule.epoch(joiner, psk, context, 1);
    EpochSecrets secrets = made.secrets();
    same("encryption_secret", epoch, made.secretTree().secrets().getFirst());
    same("sender_data_secret", epoch, secrets.senderDataSecret());
    same("exporter_secret", epoch, secrets.exporterSecret());
    same("epoch_authenticator", epoch, secrets.epochAuthenticator());
    same("external_secret", epoch, secrets.externalSecret());
    same("confirmation_key", epoch, secrets.confirmationKey());
    same("membership_key", epoch, secrets.membershipKey());
    same("resumption_psk", epoch, secrets.resumptionPsk());
    same("init_secret", epoch, secrets.initSecret());
    byte[] external = schedule.externalKeyPair(secrets).publicKey();
    Expect.equal("external_pub", epoch.hex("external_pub"), external);
    Fields exporter = epoch.object("exporter");
    Secret exported =
        secrets.export(
            crypto, exporter.text("label"), exporter.hex("context"), exporter.integer("length"));
    same("secret", exporter, exported);
    return secrets.initSecret();
  }

  private static AeadKey aeadKey(SuiteCrypto crypto, Secret secret) {
    return new AeadKey(
        crypto.expandWithLabel(secret, "key", NOTHING, crypto.suite().aead().keyLength()),
        crypto.expandWithLabel(secret, "nonce", NOTHING, crypto.suite().aead().nonceLength()));
  }

  static void secretTree(Fields vector) throws Exception {
    SuiteCrypto crypto = Suites.crypto(vector);
    Fields sender = vector.object("sender_data");
    AeadKey senderKey =
        withSenderData(crypto, secret(sender, "sender_data_secret"))
            .senderDataKey(crypto, sender.hex("ciphertext"));
    same("key", sender, senderKey.key());
    same("nonce", sender, senderKey.nonce());

    var leaves = vector.required("leaves");
    SecretTree tree = SecretTree.rooted(secret(vector, "encryption_secret"), leaves.size());
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      for (var step : leaves.get(leaf)) {
        Fields fields = new Fields(step);
        tree = take(crypto, tree, leaf, RatchetType.HANDSHAKE, fields, "handshake");
        tree = take(crypto, tree, leaf, RatchetType.APPLICATION, fields, "application");
      }
    }
  }

  private static SecretTree take(
      SuiteCrypto crypto, SecretTree tree, int leaf, RatchetType type, Fields step, String name)
      throws Exception {
    long generation = step.number("generation");
    Step<SecretTree> taken = tree.at(crypto, new LeafIndex(leaf), type, generation, BOUNDS);
    Expect.equal("the generation", generation, taken.key().generation());
    same(name + "_key", step, taken.key().key().key());
    same(name + "_nonce", step, taken.key().key().nonce());
    return taken.next();
  }

  /// The secrets of an epoch of which only one is known.
  static EpochSecrets withSenderData(SuiteCrypto crypto, Secret senderData) {
    Secret none = Secret.zero(crypto.hashLength());
    return new EpochSecrets(senderData, none, none, none, none, none, none, none);
  }

  static void pskSecret(Fields vector) throws Exception {
    List<PskSecret> psks = new ArrayList<>();
    for (Fields psk : vector.objects("psks")) {
      PskSource source = new PskSource.External(psk.hex("psk_id"));
      psks.add(new PskSecret(new PreSharedKeyId(source, psk.hex("psk_nonce")), secret(psk, "psk")));
    }
    same("psk_secret", vector, PskSecret.combined(Suites.crypto(vector), psks));
  }

  static void transcriptHashes(Fields vector) throws Exception {
    SuiteCrypto crypto = Suites.crypto(vector);
    byte[] bytes = vector.hex("authenticated_content");
    AuthenticatedContent content =
        ((Decoder<AuthenticatedContent>) AuthenticatedContent::decode).decodeAll(bytes);
    Expect.equal("the encoding of the content", bytes, content.encoded());
    ContentType type = content.content().content().contentType();
    Expect.equal("the type of the content", ContentType.COMMIT, type);
    byte[] tag = content.auth().confirmationTag().orElse(NOTHING);
    byte[] confirmed =
        TranscriptHash.confirmed(
            crypto,
            vector.hex("interim_transcript_hash_before"),
            content.confirmedTranscriptHashInput());
    Expect.equal(
        "confirmed_transcript_hash_after",
        vector.hex("confirmed_transcript_hash_after"),
        confirmed);
    Expect.equal(
        "interim_transcript_hash_after",
        vector.hex("interim_transcript_hash_after"),
        TranscriptHash.interim(crypto, confirmed, tag));
    Secret none = Secret.zero(crypto.hashLength());
    EpochSecrets secrets =
        new EpochSecrets(
            none, none, none, secret(vector, "confirmation_key"), none, none, none, none);
    secrets.checkConfirmationTag(crypto, confirmed, tag);
  }

  static void welcome(Fields vector) throws Exception {
    SuiteCrypto crypto = Suites.crypto(vector);
    KeyPackage keyPackage = Messages.read(vector.hex("key_package"), KeyPackage.class);
    Welcome welcome = Messages.read(vector.hex("welcome"), Welcome.class);
    HpkeKeyPair init = Suites.hpkeKeys(crypto, vector.hex("init_priv"));
    Expect.equal("the init key", keyPackage.initKey(), init.publicKey());
    byte[] reference = crypto.refHash(KeyPackage.REFERENCE, keyPackage.encoded());
    Optional<EncryptedGroupSecrets> mine =
        welcome.secrets().stream()
            .filter(secrets -> Arrays.equals(reference, secrets.newMember()))
            .findFirst();
    Expect.holds("the Welcome has an entry for the KeyPackage", mine.isPresent());
    byte[] opened =
        crypto.decryptWithLabel(
            init,
            "Welcome",
            welcome.encryptedGroupInfo(),
            mine.orElseThrow().encryptedGroupSecrets());
    GroupSecrets secrets = GroupSecrets.decode(new Reader(opened));
    KeySchedule schedule = new KeySchedule(crypto);
    Secret noPsk = schedule.noPsk();
    byte[] infoBytes =
        schedule
            .welcomeKey(secrets.joinerSecret(), noPsk)
            .open(crypto, NOTHING, welcome.encryptedGroupInfo());
    GroupInfo info = ((Decoder<GroupInfo>) GroupInfo::decode).decodeAll(infoBytes);
    Expect.equal("the encoding of the GroupInfo", infoBytes, info.encoded());
    crypto.verifyWithLabel(
        crypto.verificationKey(vector.hex("signer_pub")),
        GroupInfo.LABEL,
        info.toBeSigned(),
        info.signature());
    byte[] context = new Writer().struct(info.groupContext()).toBytes();
    schedule
        .epoch(secrets.joinerSecret(), noPsk, context, 1)
        .secrets()
        .checkConfirmationTag(
            crypto, info.groupContext().confirmedTranscriptHash(), info.confirmationTag());
  }

  private static Secret secret(Fields vector, String field) throws Mismatch {
    return Secret.owning(vector.hex(field));
  }

  private static void same(String field, Fields vector, Secret actual) throws Mismatch {
    Expect.equal(field, vector.hex(field), actual.copy());
  }
}
