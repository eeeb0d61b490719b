package sotto.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.group.AuthenticationService;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.Group;
import sotto.mls.group.GroupParameters;
import sotto.mls.group.Identity;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.group.Settings;
import sotto.mls.message.GroupId;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.Lifetime;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.group.ConversationData;
import sotto.protocol.group.ExtensionTypes;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.CredentialIdentity;
import sotto.protocol.identity.Ed25519;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.RejoinRequest;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.wire.Bytes;

/// Groups, KeyPackages and requests as no honest client makes them.
final class Forgery {
  private static final Random RANDOM = new Random(11);
  private static final PortableCrypto CRYPTO = PortableCrypto.create();

  private Forgery() {}

  /// A Welcome to a group of the forger's own making.
  static Delivery welcome(
      ScriptedServer server,
      Puppet forger,
      byte[] group,
      ConversationData data,
      List<Puppet> invited,
      long entry)
      throws MlsException {
    Cryptography cryptography = Cryptography.of(CRYPTO);
    RequiredCapabilities required =
        new RequiredCapabilities(List.of(ExtensionTypes.CONVERSATION), List.of(), List.of());
    Group founded =
        Group.create(
            cryptography.settings(),
            cryptography.identity(forger.state.self()),
            GroupParameters.of(new GroupId(group), Cryptography.SUITE)
                .withExtensions(
                    Extensions.of(
                        Extension.of(ExtensionType.REQUIRED_CAPABILITIES, required),
                        Extension.of(ExtensionTypes.CONVERSATION, data))),
            forger.now,
            RANDOM);
    CommitRequest request = CommitRequest.update();
    for (Puppet one : invited) {
      request = request.add(server.takes(Views.who(one.state)));
    }
    byte[] welcome = founded.commit(request, forger.now, RANDOM).welcome().orElseThrow();
    return delivery(group, new DeliveryBody.Welcome(id(), Bytes.wrap(welcome)), forger, entry);
  }

  static Delivery delivery(byte[] group, DeliveryBody body, Puppet by, long entry) {
    return new Delivery(entry, 1, Bytes.wrap(group), by.now, body);
  }

  static SubmissionId id() {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    return SubmissionId.of(id);
  }

  /// The same group, of which its member believes whatever a credential says.
  static Group careless(Group group) {
    AuthenticationService anything =
        new AuthenticationService() {
          @Override
          public Verdict check(Credential credential, byte[] signatureKey) {
            return Verdict.accepted();
          }

          @Override
          public Verdict checkSuccessor(LeafNode before, LeafNode after) {
            return Verdict.accepted();
          }
        };
    try {
      return Group.decode(group.encode(), Settings.of(CRYPTO, anything));
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  /// KeyPackages of accounts that nobody has heard of.
  static List<KeyPackage> strangers(int count, Puppet like) throws MlsException {
    List<KeyPackage> strangers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] client = new byte[16];
      RANDOM.nextBytes(client);
      Address address = Address.parse("s" + i + "@localhost");
      strangers.add(impostor(new ClientAddress(address, ClientId.of(client)), like));
    }
    return strangers;
  }

  /// A KeyPackage of that name, with an account key and a leaf key of its own.
  static KeyPackage impostor(ClientAddress who, Puppet like) throws MlsException {
    SignatureKeyPair leaf = CRYPTO.generateSignatureKeyPair(SignatureScheme.ED25519, RANDOM);
    return keyPackage(named(who, leaf), like);
  }

  /// What says that it is that client, with an account key of its own.
  static Identity named(ClientAddress who, SignatureKeyPair leaf) throws MlsException {
    SignatureKeyPair account = CRYPTO.generateSignatureKeyPair(SignatureScheme.ED25519, RANDOM);
    return identity(
        CredentialIdentity.sign(
            who,
            LeafKey.of(leaf.publicKey()),
            AccountKey.of(account.publicKey()),
            Ed25519.signer(CRYPTO.signingKey(account))),
        leaf);
  }

  static Identity identity(CredentialIdentity credential, SignatureKeyPair leaf) {
    return Identity.of(Credential.basic(credential.encoded()), leaf, Cryptography.SUITE)
        .withCapabilities(
            Capabilities.of(Cryptography.SUITE.id())
                .withExtensions(ExtensionType.APP_DATA_DICTIONARY, ExtensionTypes.CONVERSATION));
  }

  static KeyPackage keyPackage(Identity identity, Puppet like) {
    Lifetime lifetime =
        new Lifetime(like.now.getEpochSecond() - 1000, like.now.getEpochSecond() + 1_000_000);
    return KeyPackageSecrets.create(CRYPTO, Cryptography.SUITE, identity, lifetime, RANDOM)
        .keyPackage();
  }

  /// A fresh KeyPackage of that client, with its private keys forgotten.
  static byte[] keyPackage(Puppet puppet) {
    return keyPackage(Cryptography.of(CRYPTO).identity(puppet.state.self()), puppet).toMessage();
  }

  static SignedRejoinRequest signed(Puppet puppet, RejoinRequest request) {
    return SignedRejoinRequest.sign(
        request, Cryptography.of(CRYPTO).signer(puppet.state.self().leafKeys()));
  }

  static Optional<KeyPackage> read(Bytes message) throws MlsException {
    return MlsMessage.decode(message.toArray()) instanceof KeyPackage keyPackage
        ? Optional.of(keyPackage)
        : Optional.empty();
  }
}
