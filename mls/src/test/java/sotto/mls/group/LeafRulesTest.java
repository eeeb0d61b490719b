package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.message.ExternalSender;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalType;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.message.Sender;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.Lifetime;

/// RFC 9420 §5.3, §7.2, §7.3 and §10: leaves and KeyPackages that are signed well and wrong.
class LeafRulesTest {
  private Insider insider;
  private LeafNode genuine;

  @BeforeEach
  void daveIsToBeAdded() throws Exception {
    insider = new Insider();
    genuine = insider.dave.keyPackage.keyPackage().leafNode();
  }

  private void refusedAdd(KeyPackage keyPackage, String why) throws Exception {
    insider.refused(insider.open(new Proposal.Add(keyPackage)), why);
    refusedInACommit(keyPackage, why);
  }

  /// Proposed alone it may yet go with a removal or with other extensions in the same Commit.
  private void refusedInACommit(KeyPackage keyPackage, String why) throws Exception {
    insider.refused(insider.commit(new Proposal.Add(keyPackage)), why);
    Group copy = insider.copy(insider.atAlice);
    assertThatThrownBy(
            () -> copy.commit(CommitRequest.update().add(keyPackage), NOW, insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
  }

  private static LeafNode with(LeafNode leaf, Credential credential, Capabilities capabilities) {
    return new LeafNode(
        leaf.encryptionKey(),
        leaf.signatureKey(),
        credential,
        capabilities,
        leaf.source(),
        leaf.extensions(),
        NOTHING);
  }

  private static LeafNode with(LeafNode leaf, byte[] encryptionKey, LeafNodeSource source) {
    return new LeafNode(
        encryptionKey,
        leaf.signatureKey(),
        leaf.credential(),
        leaf.capabilities(),
        source,
        leaf.extensions(),
        NOTHING);
  }

  private static LeafNode withKey(LeafNode leaf, byte[] signatureKey) {
    return new LeafNode(
        leaf.encryptionKey(),
        signatureKey,
        leaf.credential(),
        leaf.capabilities(),
        leaf.source(),
        leaf.extensions(),
        NOTHING);
  }

  private static KeyPackage with(KeyPackage of, int version, int suite, byte[] initKey) {
    return new KeyPackage(version, suite, initKey, of.leafNode(), of.extensions(), NOTHING);
  }

  @Test
  void whatIsUnchangedIsTaken() throws Exception {
    insider.taken(insider.open(new Proposal.Add(insider.keyPackage(leaf -> leaf))));
  }

  @Test
  void aKeyPackageIsOfTheGroupsVersionAndSuite() throws Exception {
    KeyPackage mine = insider.dave.keyPackage.keyPackage();
    refusedAdd(insider.signed(with(mine, 2, 1, mine.initKey())), "version or cipher suite");
    refusedAdd(insider.signed(with(mine, 1, 3, mine.initKey())), "version or cipher suite");
  }

  @Test
  void aKeyPackageIsOfTheVersionOfItsMessage() throws Exception {
    KeyPackage mine = insider.dave.keyPackage.keyPackage();
    byte[] other = insider.signed(with(mine, 2, 1, mine.initKey())).toMessage();
    assertThatThrownBy(() -> MlsMessage.decode(other))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("another version");
  }

  @Test
  void aKeyPackageSaysThatItIsOne() throws Exception {
    refusedAdd(
        insider.keyPackage(leaf -> with(leaf, leaf.encryptionKey(), new LeafNodeSource.Update())),
        "comes from elsewhere");
    refusedAdd(
        insider.keyPackage(
            leaf -> with(leaf, leaf.encryptionKey(), new LeafNodeSource.Commit(NOTHING))),
        "comes from elsewhere");
  }

  @Test
  void aKeyPackageIsSignedAndSoIsItsLeaf() throws Exception {
    KeyPackage mine = insider.dave.keyPackage.keyPackage();
    refusedAdd(mine.signed(new byte[64]), "signature");
    LeafNode unsigned = genuine.signed(new byte[64]);
    refusedAdd(
        insider.signed(new KeyPackage(1, 1, mine.initKey(), unsigned, mine.extensions(), NOTHING)),
        "signature");
  }

  @Test
  void aKeyPackageHasTwoEncryptionKeysOfTheSuite() throws Exception {
    KeyPackage mine = insider.dave.keyPackage.keyPackage();
    refusedAdd(insider.signed(with(mine, 1, 1, genuine.encryptionKey())), "two purposes");
    refusedAdd(insider.signed(with(mine, 1, 1, new byte[31])), "bytes instead of 32");
    refusedAdd(
        insider.keyPackage(leaf -> with(leaf, new byte[33], leaf.source())), "bytes instead of 32");
    refusedAdd(insider.signed(with(mine, 1, 1, new byte[32])), "small order");
    refusedAdd(insider.keyPackage(leaf -> with(leaf, new byte[32], leaf.source())), "small order");
  }

  @Test
  void everyKeyPackageOfAClientHasKeysOfItsOwn() {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      KeyPackage one =
          KeyPackageSecrets.create(
                  Person.CRYPTO,
                  Person.CLASSIC,
                  insider.dave.identity,
                  Lifetime.of(NOW, Duration.ofDays(7)),
                  insider.random)
              .keyPackage();
      keys.add(HexFormat.of().formatHex(one.initKey()));
      keys.add(HexFormat.of().formatHex(one.leafNode().encryptionKey()));
    }
    assertThat(keys).hasSize(16);
  }

  @Test
  void aLeafSupportsItsOwnCredentialAndExtensions() throws Exception {
    Capabilities none = genuine.capabilities().withCredentials(Credential.X509);
    refusedAdd(
        insider.keyPackage(leaf -> with(leaf, leaf.credential(), none)), "own type of credential");
    refusedAdd(
        insider.keyPackage(leaf ->
            new LeafNode(
                leaf.encryptionKey(),
                leaf.signatureKey(),
                leaf.credential(),
                leaf.capabilities(),
                leaf.source(),
                Extensions.of(new Extension(0xf00f, NOTHING)),
                NOTHING)),
        "an extension that its client does not support");
  }

  @Test
  void anIdentityListsWhatItUsesAndNothingThatIsDefault() {
    Identity mine = insider.dave.identity;
    Capabilities plain = mine.capabilities();
    Extensions unlisted = Extensions.of(new Extension(0xf00f, NOTHING));
    Capabilities extension =
        plain.withExtensions(ExtensionType.APP_DATA_DICTIONARY, ExtensionType.RATCHET_TREE);
    for (Capabilities more : List.of(extension, plain.withProposals(ProposalType.ADD))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> mine.withCapabilities(more))
          .withMessageContaining("a type that every client supports");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mine.withCapabilities(plain.withCredentials(Credential.X509)))
        .withMessageContaining("credential's own type");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mine.withExtensions(unlisted))
        .withMessageContaining("an extension of the leaf");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            KeyPackageSecrets.create(
                Person.CRYPTO,
                Person.CLASSIC,
                mine,
                Lifetime.of(NOW, Duration.ofDays(1)),
                unlisted,
                insider.random))
        .withMessageContaining("the KeyPackage's extensions");
  }

  @Test
  void aCommittersLeafIsWithinItsLifetimeWhenItIsSent() {
    KeyPackageSecrets old =
        KeyPackageSecrets.create(
            Person.CRYPTO,
            Person.CLASSIC,
            insider.dave.identity,
            Lifetime.of(NOW.minus(Duration.ofDays(9)), Duration.ofDays(8)),
            insider.random);
    Group sender = insider.atAlice;
    assertThatThrownBy(
            () -> sender.propose(new Proposal.Add(old.keyPackage()), NOTHING, NOW, insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("valid from");
  }

  @Test
  void keysAreUniqueAmongTheMembers() throws Exception {
    refusedInACommit(
        insider.keyPackage(leaf ->
            with(
                leaf,
                insider.bob.keyPackage.keyPackage().leafNode().encryptionKey(),
                leaf.source())),
        "in the tree already");
    refusedInACommit(
        insider.carol.freshKeyPackage(Person.CLASSIC).keyPackage(), "in the group already");
    KeyPackage dave = insider.dave.keyPackage.keyPackage();
    insider.refused(insider.commit(new Proposal.Add(dave), new Proposal.Add(dave)), "already");
    KeyPackage again = insider.dave.freshKeyPackage(Person.CLASSIC).keyPackage();
    insider.refused(
        insider.commit(new Proposal.Add(dave), new Proposal.Add(again)), "in the group already");
  }

  @Test
  void theAuthenticationServiceIsAskedAboutEveryNewCredential() throws Exception {
    AuthenticationService noDave =
        (credential, key) ->
            credential.equals(Credential.basic("dave".getBytes(StandardCharsets.UTF_8)))
                ? AuthenticationService.Verdict.refused("not dave")
                : AuthenticationService.Verdict.accepted();
    insider =
        new Insider(
            Extensions.NONE,
            new Settings(
                Person.CRYPTO,
                noDave,
                Policy.ALL,
                Bounds.DEFAULT,
                PreSharedKeys.NONE,
                Components.LAST_UPDATE,
                Runnable::run,
                insider.settings.leafMemory()));
    refusedAdd(insider.dave.keyPackage.keyPackage(), "not dave");
  }

  @Test
  void aSuccessorOfACredentialIsAcceptable() throws Exception {
    insider.refused(
        insider.commit(
            leaf -> with(leaf, Credential.basic(new byte[] {7}), leaf.capabilities()),
            path -> path),
        "credential of a member changed");
  }

  @Test
  void anUpdateSaysThatItIsOneAndHasANewKey() throws Exception {
    LeafNode mine = insider.atAlice.me().leaf();
    Optional<LeafNode.Place> place =
        Optional.of(new LeafNode.Place(insider.atAlice.groupId().value(), new LeafIndex(0)));
    byte[] fresh = insider.crypto.generateHpkeKeyPair(insider.random).publicKey();
    LeafNode update = with(mine, fresh, new LeafNodeSource.Update());
    LeafNode good = insider.resigned(update, place, insider.alice.identity.keys());
    insider.taken(insider.open(new Proposal.Update(good)));
    LeafNode sameKey = with(mine, mine.encryptionKey(), new LeafNodeSource.Update());
    insider.refused(
        insider.open(
            new Proposal.Update(insider.resigned(sameKey, place, insider.alice.identity.keys()))),
        "in the tree already");
    LeafNode fromCommit = with(mine, fresh, new LeafNodeSource.Commit(NOTHING));
    insider.refused(
        insider.open(
            new Proposal.Update(
                insider.resigned(fromCommit, place, insider.alice.identity.keys()))),
        "comes from elsewhere");
    LeafNode elsewhere =
        insider.resigned(
            update,
            Optional.of(new LeafNode.Place(insider.atAlice.groupId().value(), new LeafIndex(1))),
            insider.alice.identity.keys());
    insider.refused(insider.open(new Proposal.Update(elsewhere)), "signature");
    LeafNode asBob = withKey(update, insider.bob.identity.keys().publicKey());
    LeafNode signedByBob = insider.resigned(asBob, place, insider.bob.identity.keys());
    insider.refused(
        insider.open(new Proposal.Update(signedByBob)), "signature key of another member");
  }

  @Test
  void requiredCapabilitiesAreThoseOfEveryMember() throws Exception {
    int inUse = 0xf0a1;
    Capabilities all =
        Person.capabilities(Person.CLASSIC)
            .withExtensions(ExtensionType.APP_DATA_DICTIONARY, 0xf0a0, inUse)
            .withCredentials(Credential.BASIC, Credential.X509);
    RequiredCapabilities needs =
        new RequiredCapabilities(List.of(0xf0a0), List.of(0xf123), List.of(Credential.X509));
    Extensions group =
        Extensions.of(
            new Extension(inUse, NOTHING),
            Extension.of(ExtensionType.REQUIRED_CAPABILITIES, needs));
    insider = new Insider(group, Person.open(), all);
    Capabilities notInUse = all.withExtensions(ExtensionType.APP_DATA_DICTIONARY, 0xf0a0);
    refusedNewcomer(notInUse, "an extension in use");
    Capabilities noExtension = all.withExtensions(ExtensionType.APP_DATA_DICTIONARY, inUse);
    refusedNewcomer(noExtension, "a required extension");
    refusedNewcomer(all.withProposals(ProposalType.SELF_REMOVE), "a required proposal");
    refusedNewcomer(all.withCredentials(Credential.BASIC), "a required credential type");
    insider.taken(insider.open(new Proposal.Add(insider.dave.keyPackage.keyPackage())));
  }

  private void refusedNewcomer(Capabilities lacking, String what) throws Exception {
    refusedInACommit(
        insider.keyPackage(leaf -> with(leaf, leaf.credential(), lacking)),
        "does not support " + what);
  }

  @Test
  void everyMemberSupportsTheCredentialTypesInUse() throws Exception {
    Capabilities both = genuine.capabilities().withCredentials(Credential.BASIC, 0xf123);
    refusedInACommit(
        insider.keyPackage(leaf -> with(leaf, new Credential.Unknown(0xf123, NOTHING), both)),
        "credential type in use");
  }

  @Test
  void whoIsAddedSupportsTheSuite() throws Exception {
    int[][] versionAndSuite = {{1, 2}, {2, 1}};
    for (int[] can : versionAndSuite) {
      Capabilities other =
          new Capabilities(
              List.of(can[0]),
              List.of(can[1]),
              genuine.capabilities().extensions(),
              List.of(),
              List.of(Credential.BASIC));
      KeyPackage keyPackage = insider.keyPackage(leaf -> with(leaf, leaf.credential(), other));
      Group copy = insider.copy(insider.atAlice);
      assertThatThrownBy(
              () -> copy.commit(CommitRequest.update().add(keyPackage), NOW, insider.random))
          .isInstanceOf(MlsException.class)
          .hasMessageContaining("group's version or cipher suite");
    }
  }

  @Test
  void unknownCapabilitiesAndExtensionsOfAKeyPackageAreIgnored() throws Exception {
    Capabilities more =
        genuine
            .capabilities()
            .withExtensions(ExtensionType.APP_DATA_DICTIONARY, 0x1a1a, 0xf00d)
            .withProposals(0x2a2a, 0xf00d);
    KeyPackage greased = insider.keyPackage(leaf -> with(leaf, leaf.credential(), more));
    KeyPackage extended =
        insider.signed(
            new KeyPackage(
                1,
                1,
                greased.initKey(),
                greased.leafNode(),
                Extensions.of(new Extension(0x3a3a, new byte[3])),
                NOTHING));
    insider.taken(insider.open(new Proposal.Add(extended)));
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    int at = 0;
    while (!Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  /// The JDK encodes keys of every scheme under the algorithm that is asked of certificates.
  @ParameterizedTest
  @EnumSource
  void everySchemeHasItsAlgorithmInCertificates(SignatureScheme scheme) throws Exception {
    String name =
        switch (scheme) {
          case ED25519 -> "Ed25519";
          case ED448 -> "Ed448";
          case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> "EC";
          case MLDSA44 -> "ML-DSA-44";
          case MLDSA65 -> "ML-DSA-65";
          case MLDSA87 -> "ML-DSA-87";
        };
    KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
    if (name.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp" + scheme.name().substring(7) + "r1"));
    }
    byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
    assertThat(X509Binding.algorithm(scheme))
        .isEqualTo(SubjectPublicKeyInfo.getInstance(encoded).getAlgorithm());
  }

  @Test
  void aCertificateIsForTheLeafsOwnKey() throws Exception {
    byte[] certificate = Base64.getDecoder().decode(StoredInParts.CERTIFICATE);
    SignatureScheme ed25519 = SignatureScheme.ED25519;
    X509Binding.check(
        List.of(certificate), ed25519, HexFormat.of().parseHex(StoredInParts.CERTIFIED_KEY));
    byte[] cut = Arrays.copyOf(certificate, certificate.length - 1);
    byte[] longer = Arrays.copyOf(certificate, certificate.length + 1);
    byte[] two = Arrays.copyOf(certificate, 2 * certificate.length);
    System.arraycopy(certificate, 0, two, certificate.length, certificate.length);
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + StoredInParts.CERTIFICATE
            + "\n-----END CERTIFICATE-----\n";
    byte[] key = HexFormat.of().parseHex(StoredInParts.CERTIFIED_KEY);
    for (List<byte[]> chain :
        List.of(
            List.of(longer),
            List.of(two),
            List.of(pem.getBytes(StandardCharsets.US_ASCII)),
            List.of(certificate, longer),
            List.of(certificate, new byte[0]))) {
      assertThatThrownBy(() -> X509Binding.check(chain, ed25519, key))
          .isInstanceOf(MlsException.class);
    }
    X509Binding.check(List.of(certificate, certificate), ed25519, key);
    // The same bytes as a key of X25519: 1.3.101.110 before them instead of 1.3.101.112.
    byte[] agreeing = certificate.clone();
    agreeing[indexOf(agreeing, key) - 4] = 110;
    assertThatThrownBy(() -> X509Binding.check(List.of(agreeing), ed25519, key))
        .hasMessageContaining("another key");
    Capabilities can = genuine.capabilities().withCredentials(Credential.BASIC, Credential.X509);
    for (List<byte[]> chain : List.of(List.of(certificate), List.of(cut), List.<byte[]>of())) {
      refusedAdd(
          insider.keyPackage(leaf -> with(leaf, new Credential.X509(chain), can)), "ertificate");
    }
  }

  @Test
  void theCredentialsOfExternalSendersAreCheckedToo() throws Exception {
    Credential x509 = new Credential.X509(List.of(new byte[] {0x30, 0}));
    ExternalSender sender = new ExternalSender(new byte[32], x509);
    Extensions senders =
        Extensions.of(
            Extension.of(ExtensionType.EXTERNAL_SENDERS, ExternalSender.list(List.of(sender))));
    insider.refused(insider.open(new Proposal.GroupContextExtensions(senders)), "certificate");
    GroupInfo info =
        insider.atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    insider.refusedInfo(
        new GroupInfo(
            info.groupContext().withExtensions(senders),
            info.extensions(),
            info.confirmationTag(),
            info.signer(),
            NOTHING),
        "certificate");
  }

  @Test
  void valuesThatStandForNothingAreSentOnlyWhereTheyAreIgnored() {
    Extensions grease = Extensions.of(new Extension(0x1a1a, NOTHING));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommitRequest.update().with(new Proposal.Custom(0x1a1a, NOTHING)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommitRequest.update().setExtensions(grease));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            insider.atAlice.propose(
                new Proposal.Custom(0xeaea, NOTHING), NOTHING, NOW, insider.random));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            GroupParameters.of(GroupId.random(insider.random), Person.CLASSIC)
                .withExtensions(grease));
  }

  @Test
  void aLifetimeIsNotLongerThanAccepted() throws Exception {
    for (Lifetime lifetime : List.of(Lifetime.of(NOW, Duration.ofDays(92)), new Lifetime(0, -1))) {
      refusedAdd(
          insider.keyPackage(
              leaf -> with(leaf, leaf.encryptionKey(), new LeafNodeSource.KeyPackage(lifetime))),
          "longer than is accepted");
    }
  }

  @Test
  void aSignatureKeyIsOfTheSuite() throws Exception {
    String why = "public key is malformed";
    refusedAdd(insider.keyPackage(leaf -> withKey(leaf, new byte[33])), why);
    // Of a KeyPackage the key is used a second time; of an Update it is not.
    byte[] fresh = insider.crypto.generateHpkeKeyPair(insider.random).publicKey();
    LeafNode mine = with(insider.atAlice.me().leaf(), fresh, new LeafNodeSource.Update());
    LeafNode update =
        insider.resigned(
            withKey(mine, new byte[33]),
            Optional.of(new LeafNode.Place(insider.atAlice.groupId().value(), new LeafIndex(0))),
            insider.alice.identity.keys());
    insider.refused(insider.open(new Proposal.Update(update)), why);
  }

  @Test
  void extensionTypesAreThereOnceInAList() {
    Decoder<Extensions> decoder = Extensions::decode;
    byte[] twice =
        new Writer()
            .vector(List.of(new Extension(9, NOTHING), new Extension(9, NOTHING)))
            .toBytes();
    assertThatThrownBy(() -> decoder.decodeAll(twice))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void theSenderOfAnUpdateIsAMember() {
    Proposal update = new Proposal.Update(insider.atAlice.me().leaf());
    insider.refused(
        insider.as(new Sender.NewMemberProposal(), update, insider.alice.identity.keys()),
        "newcomer");
    assertThat(update.type()).isEqualTo(ProposalType.UPDATE);
  }
}
