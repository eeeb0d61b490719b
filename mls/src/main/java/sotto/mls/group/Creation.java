package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.TranscriptHash;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.Lifetime;
import sotto.mls.treekem.PrivateTree;
import sotto.mls.treekem.RatchetTree;

/// How a group begins (RFC 9420 §11) and is entered.
final class Creation {
  private static final byte[] NOTHING = new byte[0];

  private Creation() {}

  /// What the creator says of itself is the caller's, so an error there is a wrong use.
  static Group create(
      Settings settings,
      Identity me,
      GroupParameters parameters,
      Instant now,
      RandomGenerator random) {
    allGiven("settings me parameters now random", settings, me, parameters, now, random);
    try {
      return found(settings, me, parameters, now, random);
    } catch (MlsException e) {
      throw new IllegalArgumentException("The group cannot be created: " + e.getMessage(), e);
    }
  }

  static Group found(
      Settings settings,
      Identity me,
      GroupParameters parameters,
      Instant now,
      RandomGenerator random)
      throws MlsException {
    SuiteCrypto crypto = new SuiteCrypto(parameters.suite(), settings.crypto());
    SigningKey signer = KeyPackageSecrets.signer(settings.crypto(), parameters.suite(), me);
    HpkeKeyPair key = crypto.generateHpkeKeyPair(random);
    Lifetime lifetime = lifetime(settings.bounds(), now);
    LeafNode leaf = KeyPackageSecrets.leaf(crypto, me, key, lifetime, signer, random);
    RatchetTree tree = RatchetTree.of(crypto, leaf);
    checkOwn(settings, crypto, tree, leaf, parameters.extensions());
    GroupContext context =
        new GroupContext(
            parameters.suite().id(),
            parameters.groupId(),
            0,
            tree.treeHash(),
            NOTHING,
            parameters.extensions());
    KeySchedule.NewEpoch epoch = new KeySchedule(crypto).firstEpoch(random);
    byte[] tag = epoch.secrets().confirmationTag(crypto, NOTHING);
    EpochState state =
        new EpochState(
            crypto,
            context,
            context.encoded(),
            TranscriptHash.interim(crypto, NOTHING, tag),
            tag,
            tree,
            PrivateTree.of(new LeafIndex(0), key),
            epoch.secrets(),
            me.keys(),
            signer,
            List.of(),
            Optional.empty());
    return new Group(
        settings, state, MessageState.fresh(epoch.secretTree(), epoch.exporterTree(), List.of()));
  }

  private static Lifetime lifetime(Bounds bounds, Instant now) {
    return bounds.leafLifetime().equals(Bounds.UNLIMITED)
        ? new Lifetime(0, -1)
        : Lifetime.of(now, bounds.leafLifetime());
  }

  private static void checkOwn(
      Settings settings, SuiteCrypto crypto, RatchetTree tree, LeafNode leaf, Extensions extensions)
      throws MlsException {
    LeafValidation validation = new LeafValidation(settings, crypto);
    validation.checkContent(leaf);
    validation.checkSupports(leaf);
    validation.checkSenders(Extensions.NONE, extensions);
    GroupValidation.check(tree.census(), extensions);
  }

  static Joined join(
      Settings settings,
      Welcome welcome,
      KeyPackageSecrets mine,
      SignatureKeyPair keys,
      Optional<byte[]> tree,
      Optional<Group> predecessor,
      Instant now)
      throws MlsException {
    allGiven("settings welcome mine keys tree now", settings, welcome, mine, keys, tree, now);
    CipherSuite suite =
        CipherSuite.of(mine.keyPackage().cipherSuite())
            .orElseThrow(() -> new MlsException("The cipher suite is not known."));
    if (!Arrays.equals(keys.publicKey(), mine.keyPackage().leafNode().signatureKey())) {
      throw new IllegalArgumentException("The signature key is not the KeyPackage's.");
    }
    SuiteCrypto crypto = new SuiteCrypto(suite, settings.crypto());
    WelcomeReader.Entered entered =
        new WelcomeReader(settings, crypto, mine, keys, predecessor, now).read(welcome, tree);
    Group group = new Group(settings, entered.state(), entered.messages());
    Member inviter = group.member(entered.info().signer()).orElseThrow();
    return new Joined(
        group,
        inviter,
        entered.info(),
        new Consumed(List.of(mine.initKey(), mine.encryptionKey())));
  }

  static void check(Settings settings, KeyPackage keyPackage, Instant now) throws MlsException {
    allGiven("settings keyPackage now", settings, keyPackage, now);
    CipherSuite suite =
        CipherSuite.of(keyPackage.cipherSuite())
            .orElseThrow(() -> new MlsException("The cipher suite is not known."));
    LeafValidation validation =
        new LeafValidation(settings, new SuiteCrypto(suite, settings.crypto()));
    validation.checkKeyPackage(keyPackage, now, LeafValidation.Use.SENT);
    validation.checkSupports(keyPackage.leafNode());
  }

  static boolean isFor(Settings settings, Welcome welcome, KeyPackage keyPackage) {
    allGiven("settings welcome keyPackage", settings, welcome, keyPackage);
    if (welcome.cipherSuite() != keyPackage.cipherSuite()
        || CipherSuite.of(keyPackage.cipherSuite()).isEmpty()) {
      return false;
    }
    byte[] reference = KeyPackageSecrets.reference(settings.crypto(), keyPackage);
    return welcome.secrets().stream()
        .anyMatch(entry -> Arrays.equals(entry.newMember(), reference));
  }

  static GroupInfo groupInfo(
      Group group, TreePlacement tree, Extensions extensions, RandomGenerator random) {
    allGiven("tree extensions random", tree, extensions, random);
    ExtensionPlace.GROUP_INFO.check(extensions);
    EpochState state = group.state();
    if (!group.settings().policy().allows(Policy.Allowance.EXTERNAL_COMMITS)) {
      return WelcomeWriter.groupInfo(state, tree, extensions, random);
    }
    HpkeKeyPair external = new KeySchedule(state.crypto()).externalKeyPair(state.secrets());
    Extensions all =
        extensions.with(
            Extension.of(ExtensionType.EXTERNAL_PUB, new ExternalPub(external.publicKey())));
    external.erase();
    return WelcomeWriter.groupInfo(state, tree, all, random);
  }
}
