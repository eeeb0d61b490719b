package sotto.mls.group;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.ProtocolVersion;
import sotto.mls.message.Welcome;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.ComponentData;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.Grease;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.Lifetime;
import sotto.mls.treekem.LeafSignature;

/// A KeyPackage (RFC 9420 §10) with the private keys that its owner keeps until it joins by it.
///
/// The signature key is not here: it is the client's for life.
///
/// @param initKey opens the Welcome; 32 bytes in suite 1, else what [sotto.mls.crypto.Kem] gives
/// @param encryptionKey of the leaf; as long
public record KeyPackageSecrets(KeyPackage keyPackage, Secret initKey, Secret encryptionKey) {
  public KeyPackageSecrets {
    allGiven("keyPackage initKey encryptionKey", keyPackage, initKey, encryptionKey);
  }

  private static final int VERSION = 1;
  private static final byte[] UNSIGNED = new byte[0];

  /// A KeyPackage to be used once: some 300 bytes in suite 1, 2,700 with ML-KEM-768, and a basic
  /// credential.
  ///
  /// @throws IllegalArgumentException when the identity's key or capabilities are not for the suite
  public static KeyPackageSecrets create(
      Crypto crypto,
      CipherSuite suite,
      Identity identity,
      Lifetime lifetime,
      RandomGenerator random) {
    allGiven("crypto suite identity lifetime random", crypto, suite, identity, lifetime, random);
    return create(crypto, suite, identity, lifetime, Extensions.NONE, random);
  }

  /// A KeyPackage that may be used again when no other is left, and is marked so
  /// (draft-ietf-mls-extensions, "Last-Resort KeyPackages"). The identity's capabilities must list
  /// the `app_data_dictionary` extension.
  ///
  /// @throws IllegalArgumentException when they do not, or as [#create]
  public static KeyPackageSecrets createLastResort(
      Crypto crypto,
      CipherSuite suite,
      Identity identity,
      Lifetime lifetime,
      RandomGenerator random) {
    allGiven("crypto suite identity lifetime random", crypto, suite, identity, lifetime, random);
    if (!identity.capabilities().extensions().contains(ExtensionType.APP_DATA_DICTIONARY)) {
      throw new IllegalArgumentException(
          "A last-resort KeyPackage needs app_data_dictionary among the capabilities.");
    }
    AppDataDictionary mark =
        AppDataDictionary.EMPTY.with(ComponentData.LAST_RESORT_KEY_PACKAGE, new byte[0]);
    Extensions extensions = Extensions.of(Extension.of(ExtensionType.APP_DATA_DICTIONARY, mark));
    return create(crypto, suite, identity, lifetime, extensions, random);
  }

  /// A KeyPackage with extensions of its own, to be used once.
  ///
  /// @throws IllegalArgumentException when the identity's key or capabilities are not for the suite
  ///   or the extensions, or one of these is for another struct (RFC 9420 §17.3)
  public static KeyPackageSecrets create(
      Crypto crypto,
      CipherSuite suite,
      Identity identity,
      Lifetime lifetime,
      Extensions extensions,
      RandomGenerator random) {
    allGiven(
        "crypto suite identity lifetime extensions random",
        crypto,
        suite,
        identity,
        lifetime,
        extensions,
        random);
    ExtensionPlace.KEY_PACKAGE.check(extensions);
    // RFC 9420 §10: "Extensions included in the extensions or leaf_node.extensions fields MUST be
    // included in the leaf_node.capabilities field."
    if (!extensions.list().stream()
        .filter(one -> !Grease.isOne(one.type()))
        .allMatch(one -> identity.capabilities().supports(one.type()))) {
      throw new IllegalArgumentException("Capabilities do not list the KeyPackage's extensions.");
    }
    SuiteCrypto functions = new SuiteCrypto(suite, crypto);
    SigningKey signer = signer(crypto, suite, identity);
    HpkeKeyPair leafKey = functions.generateHpkeKeyPair(random);
    // RFC 9420 §10, of init_key: "it MUST be unique among the set of KeyPackages created by this
    // client."
    HpkeKeyPair initKey = functions.generateHpkeKeyPair(random);
    LeafNode leaf = leaf(functions, identity, leafKey, lifetime, signer, random);
    KeyPackage unsigned =
        new KeyPackage(
            ProtocolVersion.MLS10, suite.id(), initKey.publicKey(), leaf, extensions, UNSIGNED);
    byte[] signature =
        functions.signWithLabel(signer, KeyPackage.LABEL, unsigned.toBeSigned(), random);
    return new KeyPackageSecrets(
        unsigned.signed(signature), initKey.privateKey(), leafKey.privateKey());
  }

  static LeafNode leaf(
      SuiteCrypto crypto,
      Identity identity,
      HpkeKeyPair key,
      Lifetime lifetime,
      SigningKey signer,
      RandomGenerator random) {
    LeafNode unsigned =
        new LeafNode(
            key.publicKey(),
            identity.keys().publicKey(),
            identity.credential(),
            identity.capabilities(),
            new LeafNodeSource.KeyPackage(lifetime),
            identity.extensions(),
            UNSIGNED);
    return LeafSignature.sign(crypto, unsigned, Optional.empty(), signer, random);
  }

  static SigningKey signer(Crypto crypto, CipherSuite suite, Identity identity) {
    if (identity.keys().scheme() != suite.signature()) {
      throw new IllegalArgumentException(
          "The identity signs with "
              + identity.keys().scheme()
              + ", and the cipher suite asks for "
              + suite.signature()
              + ".");
    }
    // RFC 9420 §7.2: "The client MUST list all values for the respective parameters that it
    // supports."
    Capabilities can = identity.capabilities();
    if (!can.cipherSuites().contains(suite.id()) || !can.versions().contains(Capabilities.MLS10)) {
      throw new IllegalArgumentException(
          "The identity's capabilities do not list the cipher suite "
              + suite
              + ", or not MLS 1.0.");
    }
    try {
      return crypto.signingKey(identity.keys());
    } catch (MlsException e) {
      throw new IllegalArgumentException("The signature key of an identity is not valid.", e);
    }
  }

  /// Whether a KeyPackage is marked as one of last resort.
  public static boolean isLastResort(KeyPackage keyPackage) {
    given("keyPackage", keyPackage);
    try {
      return AppDataDictionary.in(keyPackage.extensions())
          .find(ComponentData.LAST_RESORT_KEY_PACKAGE)
          .isPresent();
    } catch (MlsException e) {
      // An unreadable dictionary marks nothing.
      return false;
    }
  }

  /// The GroupInfo inside a Welcome that names this KeyPackage, opened and not verified: enough to
  /// learn where the ratchet tree is that does not travel inside. [Group#join] verifies it.
  ///
  /// @throws MlsException when the Welcome is not for this KeyPackage or does not open
  public GroupInfo groupInfo(Settings settings, Welcome welcome) throws MlsException {
    allGiven("settings welcome", settings, welcome);
    return groupInfo(settings, welcome, Optional.empty());
  }

  /// The same of the Welcome into a group that follows another one, whose PSK opens it;
  /// [Group#joinSuccessor] verifies it.
  ///
  /// @throws MlsException when the Welcome is not for this KeyPackage or does not open
  public GroupInfo groupInfo(Group predecessor, Welcome welcome) throws MlsException {
    allGiven("predecessor welcome", predecessor, welcome);
    return groupInfo(predecessor.settings(), welcome, Optional.of(predecessor));
  }

  private GroupInfo groupInfo(Settings settings, Welcome welcome, Optional<Group> predecessor)
      throws MlsException {
    CipherSuite suite =
        CipherSuite.of(keyPackage.cipherSuite())
            .orElseThrow(() -> new MlsException("The cipher suite is not known."));
    SuiteCrypto functions = new SuiteCrypto(suite, settings.crypto());
    WelcomeOpening.Opened opened =
        new WelcomeOpening(settings, functions, this, predecessor).open(welcome);
    opened.erase();
    return opened.info();
  }

  /// The KeyPackageRef by which a Welcome names it (RFC 9420 §5.2): `KDF.Nh` bytes, 32 in suite 1.
  public byte[] reference(Crypto crypto) {
    return reference(crypto, keyPackage);
  }

  /// @throws IllegalArgumentException when the KeyPackage is for a suite that is not implemented
  public static byte[] reference(Crypto crypto, KeyPackage keyPackage) {
    allGiven("crypto keyPackage", crypto, keyPackage);
    CipherSuite suite =
        CipherSuite.of(keyPackage.cipherSuite())
            .orElseThrow(() -> new IllegalArgumentException("The cipher suite is not known."));
    return new SuiteCrypto(suite, crypto).refHash(KeyPackage.REFERENCE, keyPackage.encoded());
  }

  /// For storing: the KeyPackage and both private keys, with a version in front.
  public byte[] encode() {
    Writer out = new Writer(2048).uint16(VERSION).struct(keyPackage);
    Stored.write(out, initKey);
    Stored.write(out, encryptionKey);
    return out.toBytes();
  }

  /// @throws MlsException when the bytes are none of a version that is known
  public static KeyPackageSecrets decode(byte[] stored) throws MlsException {
    Decoder<KeyPackageSecrets> decoder =
        in -> {
          Stored.checkVersion(in, VERSION);
          return new KeyPackageSecrets(KeyPackage.decode(in), Stored.read(in), Stored.read(in));
        };
    return decoder.decodeAll(given("stored", stored));
  }

  /// Erases the private keys, once the group that was joined is stored; the group has its own
  /// copies.
  public void erase() {
    initKey.erase();
    encryptionKey.erase();
  }
}
