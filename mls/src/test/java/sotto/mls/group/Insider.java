package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Person.NOW;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.framing.ContentSignature;
import sotto.mls.framing.MembershipTag;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.Commit;
import sotto.mls.message.Content;
import sotto.mls.message.FramedContent;
import sotto.mls.message.FramedContentAuthData;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalOrRef;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.UpdatePath;
import sotto.mls.treekem.LeafSignature;
import sotto.mls.treekem.RatchetTree;
import sotto.mls.treekem.RatchetTreeCodec;

/// Alice, a member with a valid signature key who signs and sends whatever it likes, and what Bob
/// and Dave, who is to be added, say to it.
final class Insider {
  static final byte[] NOTHING = new byte[0];

  private static final AtomicInteger SEEDS = new AtomicInteger();

  /// Another group for every insider.
  final Random random = new Random(SEEDS.incrementAndGet());

  final Settings settings;
  private final Capabilities capabilities;
  final Person alice;
  final Person bob;
  final Person carol;
  final Person dave;
  final SuiteCrypto crypto = new SuiteCrypto(Person.CLASSIC, Person.CRYPTO);
  Group atAlice;
  Group atBob;

  Insider() throws Exception {
    this(Extensions.NONE, Person.open());
  }

  Insider(Extensions extensions, Settings base) throws Exception {
    this(extensions, base, Person.capabilities(Person.CLASSIC));
  }

  /// A group whose members all say that they understand the same.
  Insider(Extensions extensions, Settings base, Capabilities capabilities) throws Exception {
    this.capabilities = capabilities;
    settings = base.withPolicy(Policy.ALL.withHandshakeFormat(WireFormat.PUBLIC_MESSAGE));
    alice = person("alice");
    bob = person("bob");
    carol = person("carol");
    dave = person("dave");
    GroupParameters parameters =
        GroupParameters.of(GroupId.random(random), Person.CLASSIC).withExtensions(extensions);
    Group founded = Group.create(settings, alice.identity, parameters, NOW, random);
    CommitRequest add =
        CommitRequest.update().add(bob.keyPackage.keyPackage(), carol.keyPackage.keyPackage());
    Committed committed = founded.commit(add, NOW, random);
    atAlice = committed.group().adopt(committed.pending()).group();
    atBob = bob.join(committed.welcome().orElseThrow());
  }

  Person person(String name) {
    return new Person(name, Person.CLASSIC, capabilities, settings, random);
  }

  Group copy(Group group) throws MlsException {
    return Group.decode(group.encode(), settings);
  }

  // --- messages ---

  /// Signed by Alice in her own name.
  PublicMessage open(Content content) {
    return as(new Sender.Member(atAlice.me().index()), content, alice.identity.keys());
  }

  PublicMessage open(Content content, GroupId groupId, long epoch) {
    FramedContent framed =
        new FramedContent(groupId, epoch, new Sender.Member(new LeafIndex(0)), NOTHING, content);
    return tagged(signed(framed, alice.identity.keys(), WireFormat.PUBLIC_MESSAGE));
  }

  /// Signed by anybody in any name, with a membership tag where one belongs.
  PublicMessage as(Sender sender, Content content, SignatureKeyPair keys) {
    FramedContent framed =
        new FramedContent(atAlice.groupId(), atAlice.epoch(), sender, NOTHING, content);
    return tagged(signed(framed, keys, WireFormat.PUBLIC_MESSAGE));
  }

  PublicMessage commit(Proposal... proposals) {
    return open(new Commit(byValue(proposals), Optional.empty()));
  }

  static List<ProposalOrRef> byValue(Proposal... proposals) {
    return Arrays.stream(proposals).<ProposalOrRef>map(ProposalOrRef.ByValue::new).toList();
  }

  /// A Commit whose path is a genuine one but for what is changed in it; its leaf is signed.
  PublicMessage commit(UnaryOperator<LeafNode> leaf, UnaryOperator<UpdatePath> path)
      throws Exception {
    Committed genuine = copy(atAlice).commit(CommitRequest.update(), NOW, random);
    PublicMessage message = (PublicMessage) MlsMessage.decode(genuine.message());
    UpdatePath real = ((Commit) message.content().content()).path().orElseThrow();
    LeafNode changed = leaf.apply(real.leafNode());
    LeafNode.Place place = new LeafNode.Place(atAlice.groupId().value(), atAlice.me().index());
    LeafNode resigned = resigned(changed, Optional.of(place), alice.identity.keys());
    UpdatePath forged = path.apply(new UpdatePath(resigned, real.nodes()));
    return open(new Commit(List.of(), Optional.of(forged)));
  }

  AuthenticatedContent signed(FramedContent framed, SignatureKeyPair keys, WireFormat format) {
    try {
      AuthenticatedContent signed =
          ContentSignature.sign(
              crypto,
              Person.CRYPTO.signingKey(keys),
              format,
              framed,
              atAlice.state().encodedContext(),
              random);
      return framed.content() instanceof Commit
          ? signed.withConfirmationTag(new byte[crypto.hashLength()])
          : signed;
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  /// Content of Alice's as a private message, with nothing beside it.
  MlsMessage sealed(Content content) {
    Sender alices = new Sender.Member(new LeafIndex(0));
    FramedContent framed =
        new FramedContent(atAlice.groupId(), atAlice.epoch(), alices, NOTHING, content);
    AuthenticatedContent signed = signed(framed, alice.identity.keys(), WireFormat.PRIVATE_MESSAGE);
    return new MessageWriter(atAlice.state(), atAlice.messages(), random)
        .framed(signed, Padding.NONE)
        .message();
  }

  private PublicMessage tagged(AuthenticatedContent content) {
    if (content.content().content() instanceof ApplicationData) {
      FramedContentAuthData auth = content.auth();
      return new PublicMessage(content.content(), auth, Optional.of(new byte[32]));
    }
    return MembershipTag.protect(
        crypto, content, atAlice.state().encodedContext(), atAlice.state().secrets());
  }

  // --- leaves and KeyPackages ---

  LeafNode resigned(LeafNode leaf, Optional<LeafNode.Place> place, SignatureKeyPair keys) {
    try {
      return LeafSignature.sign(crypto, leaf, place, Person.CRYPTO.signingKey(keys), random);
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  /// Dave's KeyPackage with a changed leaf, all signed again.
  KeyPackage keyPackage(UnaryOperator<LeafNode> change) throws Exception {
    KeyPackage genuine = dave.keyPackage.keyPackage();
    LeafNode changed = change.apply(genuine.leafNode());
    Optional<LeafNode.Place> place =
        Optional.of(new LeafNode.Place(atAlice.groupId().value(), new LeafIndex(3)));
    LeafNode leaf = resigned(changed, place, dave.identity.keys());
    return signed(
        new KeyPackage(
            genuine.version(),
            genuine.cipherSuite(),
            genuine.initKey(),
            leaf,
            genuine.extensions(),
            NOTHING));
  }

  KeyPackage signed(KeyPackage unsigned) throws Exception {
    return unsigned.signed(
        crypto.signWithLabel(
            Person.CRYPTO.signingKey(dave.identity.keys()),
            KeyPackage.LABEL,
            unsigned.toBeSigned(),
            random));
  }

  // --- trees ---

  /// What Dave says to a GroupInfo that Alice signs over any tree.
  void refusedTree(byte[] tree, byte[] treeHash, String why) throws Exception {
    GroupInfo info = atAlice.groupInfo(TreePlacement.BESIDE, Extensions.NONE, random);
    GroupContext context = info.groupContext().withTreeHash(treeHash);
    refusedInfo(
        new GroupInfo(
            context,
            info.extensions().with(new Extension(ExtensionType.RATCHET_TREE, tree)),
            info.confirmationTag(),
            info.signer(),
            NOTHING),
        why);
  }

  void refusedTree(RatchetTree tree, String why) throws Exception {
    refusedTree(RatchetTreeCodec.encode(tree), tree.treeHash(), why);
  }

  void refusedInfo(GroupInfo unsigned, String why) throws Exception {
    GroupInfo info =
        unsigned.signed(
            crypto.signWithLabel(
                Person.CRYPTO.signingKey(alice.identity.keys()),
                GroupInfo.LABEL,
                unsigned.toBeSigned(),
                random));
    assertThatThrownBy(() ->
            Group.joinExternally(settings, info, dave.identity, ExternalJoin.NEW, NOW, random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
  }

  // --- verdicts ---

  void refused(MlsMessage message, String why) {
    byte[] before = atBob.encode();
    assertThatThrownBy(() -> atBob.process(MlsMessage.decode(message.toMessage()), NOW))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
    assertThat(atBob.encode()).isEqualTo(before);
  }

  void taken(MlsMessage message) throws Exception {
    Group reader = copy(atBob);
    assertThat(reader.process(MlsMessage.decode(message.toMessage()), NOW)).isNotNull();
  }
}
