package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Person.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Secret;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.framing.MembershipTag;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.Commit;
import sotto.mls.message.Content;
import sotto.mls.message.ExternalSender;
import sotto.mls.message.FramedContent;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalOrRef;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.PskSource;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.message.Sender;
import sotto.mls.message.Welcome;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.Grease;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.Lifetime;
import sotto.mls.treekem.ParentNode;

/// What a member with a valid signature key may send all the same, and is refused for.
class ValidationTest {
  private static final CipherSuite SUITE = Person.CLASSIC;
  private static final byte[] NOTHING = new byte[0];

  private final Random random = new Random(3);
  private final Settings settings =
      Person.open().withPolicy(Policy.ALL.withHandshakeFormat(WireFormat.PUBLIC_MESSAGE));
  private final Person alice = new Person("alice", SUITE, settings, random);
  private final Person bob = new Person("bob", SUITE, settings, random);
  private final Person carol = new Person("carol", SUITE, settings, random);
  private final Person dave = new Person("dave", SUITE, settings, random);

  private Group atAlice;
  private Group atBob;

  @BeforeEach
  void threeMembers() throws Exception {
    Group founded =
        Group.create(
            settings,
            alice.identity,
            GroupParameters.of(GroupId.random(random), SUITE)
                .withExtensions(
                    Extensions.of(
                        Extension.of(
                            ExtensionType.EXTERNAL_SENDERS, ExternalSender.list(List.of())))),
            NOW,
            random);
    CommitRequest add =
        CommitRequest.update().add(bob.keyPackage.keyPackage(), carol.keyPackage.keyPackage());
    Committed committed = founded.commit(add, NOW, random);
    atAlice = committed.group().adopt(committed.pending()).group();
    atBob = bob.join(committed.welcome().orElseThrow());
  }

  private AuthenticatedContent signed(Content content) {
    AuthenticatedContent signed =
        new MessageWriter(atAlice.state(), atAlice.messages(), random)
            .signed(content, NOTHING, WireFormat.PUBLIC_MESSAGE);
    return content instanceof Commit ? signed.withConfirmationTag(new byte[32]) : signed;
  }

  private MlsMessage framed(AuthenticatedContent content) {
    return MembershipTag.protect(
        atAlice.state().crypto(),
        content,
        atAlice.state().encodedContext(),
        atAlice.state().secrets());
  }

  private void refused(MlsMessage message, String why) {
    byte[] before = atBob.encode();
    assertThatThrownBy(() -> atBob.process(message, NOW))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
    assertThat(atBob.encode()).isEqualTo(before);
  }

  private void refusedCommit(String why, Proposal... proposals) {
    List<ProposalOrRef> items = new ArrayList<>();
    Arrays.asList(proposals).forEach(each -> items.add(new ProposalOrRef.ByValue(each)));
    refused(framed(signed(new Commit(items, Optional.empty()))), why);
  }

  @Test
  void indicesBeyondTheTreeAreRefused() {
    for (long index : new long[] {3, 4, 1 << 24, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL}) {
      refused(framed(signed(new Proposal.Remove(new LeafIndex(index)))), "no member");
      AuthenticatedContent content = signed(new Proposal.Remove(new LeafIndex(2)));
      FramedContent other =
          new FramedContent(
              atAlice.groupId(),
              atAlice.epoch(),
              new Sender.Member(new LeafIndex(index)),
              NOTHING,
              content.content().content());
      refused(new PublicMessage(other, content.auth(), Optional.of(new byte[32])), "no member");
    }
  }

  @Test
  void listsThatContradictThemselvesAreRefused() {
    Proposal removal = new Proposal.Remove(new LeafIndex(2));
    Proposal extensions = new Proposal.GroupContextExtensions(Extensions.NONE);
    Proposal reinit = new Proposal.ReInit(GroupId.random(random), 1, 1, Extensions.NONE);
    Proposal update = new Proposal.Update(atAlice.me().leaf());
    refusedCommit("its own committer", new Proposal.Remove(atAlice.me().index()));
    refusedCommit("its own committer", update);
    refusedCommit("one leaf twice", removal, removal);
    refusedCommit("extensions twice", extensions, extensions);
    refusedCommit("ReInit and other", reinit, removal);
    refusedCommit("ExternalInit", new Proposal.ExternalInit(new byte[32]));
    refusedCommit("SelfRemove by value", new Proposal.SelfRemove());
    refusedCommit("has none", removal);
    refusedCommit("has none");
    notWritten("its own committer", new Proposal.Remove(atAlice.me().index()));
    notWritten("one leaf twice", removal, removal);
    notWritten("extensions twice", extensions, extensions);
    notWritten("ReInit and other", reinit, removal);
    notWritten("ExternalInit", new Proposal.ExternalInit(new byte[32]));
  }

  private void notWritten(String why, Proposal... proposals) {
    CommitRequest request = CommitRequest.update();
    for (Proposal proposal : proposals) {
      request = request.with(proposal);
    }
    CommitRequest all = request;
    assertThatThrownBy(() -> atAlice.commit(all, NOW, random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aCommitThatMustHaveAPathHasOneWhateverWasAsked() throws Exception {
    CommitRequest removal = CommitRequest.update().remove(new LeafIndex(2)).withoutPath();
    byte[] message = atAlice.commit(removal, NOW, random).message();
    PublicMessage framed = (PublicMessage) MlsMessage.decode(message);
    assertThat(((Commit) framed.content().content()).path()).isPresent();
  }

  @Test
  void pskProposalsKeepTheirRules() {
    PskSource external = new PskSource.External(new byte[] {1});
    PreSharedKeyId good = new PreSharedKeyId(external, new byte[32]);
    Proposal once = new Proposal.PreSharedKey(good);
    refusedCommit("twice", once, once);
    refusedCommit(
        "wrong length", new Proposal.PreSharedKey(new PreSharedKeyId(external, new byte[31])));
    refusedCommit("not known", once);
    for (PskSource.Usage usage : List.of(PskSource.Usage.BRANCH, PskSource.Usage.REINIT)) {
      PskSource other = new PskSource.Resumption(usage, atAlice.groupId(), atAlice.epoch());
      refusedCommit(
          "not meant for", new Proposal.PreSharedKey(new PreSharedKeyId(other, new byte[32])));
    }
  }

  @Test
  void keyPackagesThatAreNotValidAreNotAdded() throws Exception {
    refusedCommit("already", new Proposal.Add(bob.freshKeyPackage(SUITE).keyPackage()));
    var otherSuite = new Person("eve", Person.POST_QUANTUM, settings, random);
    refusedCommit("suite", new Proposal.Add(otherSuite.keyPackage.keyPackage()));
    Instant later = NOW.plus(Duration.ofDays(3));
    for (Lifetime lifetime :
        List.of(
            Lifetime.of(later, Duration.ofDays(1)),
            Lifetime.of(NOW.minus(Duration.ofDays(9)), Duration.ofDays(8)),
            Lifetime.of(NOW, Duration.ofDays(1000)),
            Lifetime.decode(new Reader(new Writer().uint64(-1).uint64(0).toBytes())))) {
      KeyPackageSecrets expired =
          KeyPackageSecrets.create(Person.CRYPTO, SUITE, dave.identity, lifetime, random);
      refusedCommit("valid", new Proposal.Add(expired.keyPackage()));
    }
    byte[] broken = dave.keyPackage.keyPackage().signature().clone();
    broken[0] ^= 1;
    refusedCommit("signature", new Proposal.Add(dave.keyPackage.keyPackage().signed(broken)));
  }

  @Test
  void whatSomeMemberDoesNotUnderstandIsRefused() {
    refusedCommit("does not support", new Proposal.Custom(0xf777, NOTHING));
    Extensions unknown = Extensions.of(new Extension(0xf888, NOTHING));
    List<Integer> none = List.of();
    refusedExtensions(unknown, "an extension in use");
    refusedExtensions(
        required(new RequiredCapabilities(List.of(0xf888), none, none)), "a required extension");
    refusedExtensions(
        required(new RequiredCapabilities(none, List.of(0xf888), none)), "a required proposal");
    refusedExtensions(
        required(new RequiredCapabilities(none, none, List.of(Credential.X509))),
        "a required credential type");
  }

  private static Extensions required(RequiredCapabilities needs) {
    return Extensions.of(Extension.of(ExtensionType.REQUIRED_CAPABILITIES, needs));
  }

  private void refusedExtensions(Extensions wanted, String what) {
    String why = "does not support " + what;
    assertThatThrownBy(
            () -> atAlice.commit(CommitRequest.update().setExtensions(wanted), NOW, random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
    refused(framed(signed(new Proposal.GroupContextExtensions(wanted))), why);
  }

  @Test
  void tagsOfAWrongLengthAreRefused() throws Exception {
    Group copy = Group.decode(atAlice.encode(), settings);
    Committed genuine = copy.commit(CommitRequest.update(), NOW, random);
    PublicMessage message = (PublicMessage) MlsMessage.decode(genuine.message());
    byte[] tag = message.auth().confirmationTag().orElseThrow();
    for (int length : new int[] {0, 1, 31, 33}) {
      AuthenticatedContent other =
          AuthenticatedContent.of(message).withConfirmationTag(Arrays.copyOf(tag, length));
      refused(framed(other), "confirmation tag");
      refused(
          new PublicMessage(
              message.content(),
              message.auth(),
              Optional.of(Arrays.copyOf(message.membershipTag().orElseThrow(), length))),
          "membership tag");
    }
    assertThat(atBob.process(message, NOW)).isInstanceOf(Received.CommitMessage.class);
  }

  @Test
  void applicationDataAreNeverPublicAndReferencesMustBeKnown() {
    AuthenticatedContent data = signed(new ApplicationData(NOTHING));
    refused(
        new PublicMessage(data.content(), data.auth(), Optional.of(new byte[32])),
        "public message");
    ProposalRef reference = new ProposalRef(new byte[32]);
    List<ProposalOrRef> items = List.of(new ProposalOrRef.ByReference(reference));
    refused(framed(signed(new Commit(items, Optional.empty()))), "not received");
  }

  @Test
  void aMessageTooFarAheadIsRefused() throws Exception {
    Group sender = Group.decode(atAlice.encode(), settings);
    Bounds bounds = Bounds.DEFAULT.withReordering(5, 3);
    atBob = Group.decode(atBob.encode(), settings.withBounds(bounds));
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Sent next = sender.protect(NOTHING, NOTHING, Padding.NONE, random);
      sent.add(next.message());
      sender = next.group();
    }
    refused(MlsMessage.decode(sent.get(6)), "too far ahead");
    Received.ApplicationMessage fifth =
        (Received.ApplicationMessage) atBob.process(MlsMessage.decode(sent.get(5)), NOW);
    atBob = fifth.group();
    assertThat(fifth.generation()).isEqualTo(5);
    refused(MlsMessage.decode(sent.get(1)), "dropped");
    assertThat(atBob.process(MlsMessage.decode(sent.get(2)), NOW))
        .isInstanceOf(Received.ApplicationMessage.class);
  }

  @Test
  void aCredentialMayNotChangeUnlessTheServiceSaysSo() {
    Identity renamed =
        new Identity(
            Credential.basic(new byte[] {1}),
            alice.identity.keys(),
            alice.identity.capabilities(),
            alice.identity.extensions());
    assertThatThrownBy(
            () -> atAlice.commit(CommitRequest.update().withIdentity(renamed), NOW, random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("credential");
  }

  @Test
  void randomValuesThatStandForNothingAreIgnored() throws Exception {
    Identity greased =
        dave.identity.withCapabilities(Grease.in(dave.identity.capabilities(), random));
    KeyPackageSecrets mine =
        KeyPackageSecrets.create(
            Person.CRYPTO,
            SUITE,
            greased,
            Lifetime.of(NOW, Duration.ofDays(9)),
            Extensions.of(new Extension(Grease.value(random), new byte[] {1, 2, 3})),
            random);
    CommitRequest add =
        CommitRequest.update()
            .add(mine.keyPackage())
            .withInfoExtensions(Extensions.of(new Extension(0x7a7a, new byte[5])));
    Committed committed = atAlice.commit(add, NOW, random);
    Group joined =
        Group.join(
                settings,
                (Welcome) MlsMessage.decode(committed.welcome().orElseThrow()),
                mine,
                greased.keys(),
                Optional.empty(),
                NOW)
            .group();
    assertThat(joined.memberCount()).isEqualTo(4);
  }

  @Test
  void malformedStructsAreRefused() {
    Decoder<ParentNode> parent = ParentNode::decode;
    byte[] unsorted =
        new Writer()
            .opaque(new byte[32])
            .opaque(NOTHING)
            .vector(List.of(new LeafIndex(2), new LeafIndex(1)))
            .toBytes();
    assertThatThrownBy(() -> parent.decodeAll(unsorted)).hasMessageContaining("not sorted");
    Decoder<Extensions> list = Extensions::decode;
    byte[] twice =
        new Writer()
            .vector(List.of(new Extension(9, NOTHING), new Extension(9, NOTHING)))
            .toBytes();
    assertThatThrownBy(() -> list.decodeAll(twice)).hasMessageContaining("twice");
  }

  @Test
  void partsOfDifferentEpochsAreNotJoined() throws Exception {
    Group copy = Group.decode(atAlice.encode(), settings);
    Committed committed = copy.commit(CommitRequest.update(), NOW, random);
    Group next = committed.group().adopt(committed.pending()).group();
    assertThatThrownBy(() -> Group.decode(next.encodeEpoch(), atAlice.encodeMessages(), settings))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void whatAnEpochLeavesBehindIsErased() throws Exception {
    Group copy = Group.decode(atBob.encode(), settings);
    Committed committed = atAlice.commit(CommitRequest.update(), NOW, random);
    Adopted adopted =
        ((Received.CommitMessage) copy.process(MlsMessage.decode(committed.message()), NOW))
            .adopt();
    adopted.consumed().erase();
    List<Secret> shared =
        HeldSecrets.of(copy).stream().filter(secret -> !secret.isErased()).toList();
    // Only the key of the own leaf, which the Commit did not touch, lives on.
    assertThat(shared).hasSize(1);
    adopted.group().encode();
  }
}
