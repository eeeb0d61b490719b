package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.framing.ContentEncryption;
import sotto.mls.framing.MembershipTag;
import sotto.mls.framing.SenderData;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.Commit;
import sotto.mls.message.Content;
import sotto.mls.message.ContentType;
import sotto.mls.message.ExternalSender;
import sotto.mls.message.FramedContent;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PrivateMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.schedule.AeadKey;
import sotto.mls.schedule.MessageKey;
import sotto.mls.schedule.RatchetType;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;

/// RFC 9420 §6 and §9: frames that a member may make all the same.
class FramingRulesTest {
  private static final Sender MEMBER = new Sender.Member(new LeafIndex(0));
  private static final Sender OUTSIDE = new Sender.External(0);
  private static final Sender PROPOSER = new Sender.NewMemberProposal();
  private static final Sender JOINER = new Sender.NewMemberCommit();

  private Insider insider;
  private SignatureKeyPair keys;
  private Proposal removal;

  @BeforeEach
  void aliceSendsWhatSheLikes() throws Exception {
    // Alice is on the list of external senders too.
    Insider plain = new Insider();
    keys = plain.alice.identity.keys();
    insider = plain;
    removal = new Proposal.Remove(new LeafIndex(2));
  }

  private PrivateMessage sealed(Content content, MessageKey key, Sender sender, int zeros, int last)
      throws Exception {
    FramedContent framed =
        new FramedContent(
            insider.atAlice.groupId(), insider.atAlice.epoch(), sender, NOTHING, content);
    AuthenticatedContent signed = insider.signed(framed, keys, WireFormat.PRIVATE_MESSAGE);
    // Padding that is not zero can only be made behind the library's back: as longer content.
    byte[] plain =
        Arrays.copyOf(
            new Writer().struct(signed.content().content()).struct(signed.auth()).toBytes(),
            signed.content().content().encoded().length + signed.auth().encoded().length + zeros);
    if (zeros > 0) {
      plain[plain.length - 1] = (byte) last;
    }
    byte[] guard = new byte[SenderData.REUSE_GUARD_BYTES];
    ContentType type = content.contentType();
    byte[] senderAad = ContentEncryption.senderDataAad(framed.groupId(), framed.epoch(), type);
    byte[] aad = ContentEncryption.contentAad(senderAad, NOTHING);
    byte[] ciphertext = key.key().seal(insider.crypto, guard, aad, plain);
    SenderData data = new SenderData(((Sender.Member) sender).leaf(), key.generation(), guard);
    byte[] sealedSender =
        insider
            .atAlice
            .state()
            .secrets()
            .senderDataKey(insider.crypto, ciphertext)
            .seal(insider.crypto, senderAad, data.encoded());
    return new PrivateMessage(
        framed.groupId(), framed.epoch(), type, NOTHING, sealedSender, ciphertext);
  }

  /// The genuine message with other sender data, sealed for its ciphertext.
  private PrivateMessage withSender(PrivateMessage genuine, byte[] senderData) {
    byte[] aad =
        ContentEncryption.senderDataAad(genuine.groupId(), genuine.epoch(), genuine.contentType());
    byte[] sealed =
        insider
            .atAlice
            .state()
            .secrets()
            .senderDataKey(insider.crypto, genuine.ciphertext())
            .seal(insider.crypto, aad, senderData);
    return new PrivateMessage(
        genuine.groupId(),
        genuine.epoch(),
        genuine.contentType(),
        genuine.authenticatedData(),
        sealed,
        genuine.ciphertext());
  }

  @Test
  void senderDataHaveTheirLength() throws Exception {
    MessageKey key = key(RatchetType.APPLICATION);
    PrivateMessage genuine = sealed(new ApplicationData(NOTHING), key, MEMBER, 0, 0);
    byte[] data = new SenderData(new LeafIndex(0), key.generation(), new byte[4]).encoded();
    insider.refused(withSender(genuine, Arrays.copyOf(data, data.length + 1)), "follow the end");
    insider.refused(withSender(genuine, Arrays.copyOf(data, data.length - 1)), "too early");
    insider.taken(withSender(genuine, data));
  }

  private MessageKey key(RatchetType type) {
    return insider
        .atAlice
        .messages()
        .secretTree()
        .next(insider.crypto, new LeafIndex(0), type)
        .key();
  }

  @Test
  void paddingIsZero() throws Exception {
    MessageKey key = key(RatchetType.APPLICATION);
    ApplicationData data = new ApplicationData(NOTHING);
    insider.refused(sealed(data, key, MEMBER, 1, 1), "padding");
    insider.refused(sealed(data, key, MEMBER, 65_536, 1), "padding");
    insider.taken(sealed(data, key, MEMBER, 65_536, 0));
    Sent padded =
        insider.copy(insider.atAlice).protect(NOTHING, NOTHING, length -> 512, insider.random);
    insider.taken(MlsMessage.decode(padded.message()));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL})
  void aPrivateMessageOfNoMemberIsRefused(long index) throws Exception {
    Sender nobody = new Sender.Member(new LeafIndex(index));
    MessageKey key = key(RatchetType.APPLICATION);
    insider.refused(sealed(new ApplicationData(NOTHING), key, nobody, 0, 0), "no member");
  }

  @ParameterizedTest
  @ValueSource(longs = {1001, 1_000_000, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL})
  void aGenerationTooFarAheadIsRefused(long generation) throws Exception {
    AeadKey key = key(RatchetType.APPLICATION).key();
    MessageKey far = new MessageKey(generation, key);
    insider.refused(sealed(new ApplicationData(NOTHING), far, MEMBER, 0, 0), "too far ahead");
  }

  @Test
  void aPrivateMessageInAnothersNameIsRefused() throws Exception {
    Sender carol = new Sender.Member(new LeafIndex(2));
    MessageKey hers =
        insider
            .atAlice
            .messages()
            .secretTree()
            .next(insider.crypto, new LeafIndex(2), RatchetType.APPLICATION)
            .key();
    insider.refused(sealed(new ApplicationData(NOTHING), hers, carol, 0, 0), "signature");
  }

  @Test
  void aKeyIsForOneMessage() throws Exception {
    MessageKey key = key(RatchetType.APPLICATION);
    PrivateMessage first = sealed(new ApplicationData(NOTHING), key, MEMBER, 0, 0);
    PrivateMessage second = sealed(new ApplicationData(new byte[1]), key, MEMBER, 0, 0);
    Received read = insider.atBob.process(first, NOW);
    insider.atBob = ((Received.ApplicationMessage) read).group();
    insider.refused(first, "was used");
    insider.refused(second, "was used");
  }

  @Test
  void aPublicMessageInAnothersNameIsRefused() throws Exception {
    insider.refused(insider.as(new Sender.Member(new LeafIndex(2)), removal, keys), "signature");
    insider.taken(insider.as(MEMBER, removal, keys));
  }

  @Test
  void applicationDataAreNeverPublic() {
    ApplicationData data = new ApplicationData(NOTHING);
    for (Sender sender : List.of(MEMBER, OUTSIDE, PROPOSER, JOINER)) {
      FramedContent framed =
          new FramedContent(
              insider.atAlice.groupId(), insider.atAlice.epoch(), sender, NOTHING, data);
      AuthenticatedContent signed = insider.signed(framed, keys, WireFormat.PUBLIC_MESSAGE);
      Optional<byte[]> tag = sender.equals(MEMBER) ? Optional.of(new byte[32]) : Optional.empty();
      insider.refused(
          new PublicMessage(framed, signed.auth(), tag), "Application data came as a public");
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              MembershipTag.protect(
                  insider.crypto,
                  signed,
                  insider.atAlice.state().encodedContext(),
                  insider.atAlice.state().secrets()));
    }
  }

  @Test
  void aMembershipTagFitsInContentAndLength() throws Exception {
    PublicMessage genuine = insider.open(removal);
    byte[] tag = genuine.membershipTag().orElseThrow();
    byte[] other = tag.clone();
    other[31] ^= 1;
    for (byte[] wrong :
        List.of(
            NOTHING,
            Arrays.copyOf(tag, 1),
            Arrays.copyOf(tag, 31),
            Arrays.copyOf(tag, 33),
            other)) {
      insider.refused(
          new PublicMessage(genuine.content(), genuine.auth(), Optional.of(wrong)),
          "membership tag");
    }
    insider.taken(genuine);
  }

  @Test
  void aMessageIsOfThisGroupAndEpoch() {
    long epoch = insider.atAlice.epoch();
    insider.refused(insider.open(removal, GroupId.random(insider.random), epoch), "another group");
    for (long other : new long[] {0, epoch - 1, epoch + 1, -1}) {
      insider.refused(insider.open(removal, insider.atAlice.groupId(), other), "of epoch");
    }
  }

  @Test
  void anExternalSenderSendsOnlyProposalsThatItMay() throws Exception {
    SignatureKeyPair hers = insider.crypto.generateSignatureKeyPair(insider.random);
    ExternalSender sender = new ExternalSender(hers.publicKey(), Credential.basic(NOTHING));
    insider =
        new Insider(
            Extensions.of(
                Extension.of(ExtensionType.EXTERNAL_SENDERS, ExternalSender.list(List.of(sender)))),
            Person.open());
    Commit commit = new Commit(Insider.byValue(removal), Optional.empty());
    insider.taken(insider.as(OUTSIDE, removal, hers));
    for (Content content :
        List.<Content>of(
            commit,
            new Proposal.Update(insider.atAlice.me().leaf()),
            new Proposal.ExternalInit(new byte[32]),
            new Proposal.SelfRemove(),
            new Proposal.Custom(0xf123, NOTHING))) {
      insider.refused(insider.as(OUTSIDE, content, hers), "only members may");
    }
    insider.refused(insider.as(OUTSIDE, removal, keys), "signature");
    insider.refused(insider.as(new Sender.External(1), removal, hers), "not on the group's list");
    insider.refused(
        insider.as(new Sender.External(0xffff_ffffL), removal, hers), "not on the group's list");
  }

  @Test
  void withoutTheExtensionThereAreNoExternalSenders() {
    insider.refused(insider.as(OUTSIDE, removal, keys), "not on the group's list");
  }

  @Test
  void aNewcomerProposesItselfAndNothingElse() {
    Proposal add = new Proposal.Add(insider.dave.keyPackage.keyPackage());
    Commit commit = new Commit(Insider.byValue(add), Optional.empty());
    insider.refused(insider.as(PROPOSER, removal, keys), "newcomer");
    insider.refused(insider.as(PROPOSER, commit, keys), "newcomer");
    insider.refused(insider.as(PROPOSER, add, keys), "signature");
  }

  @Test
  void aNewcomerCommitsWithAPathAndSendsNothingElse() {
    Commit without =
        new Commit(Insider.byValue(new Proposal.ExternalInit(new byte[32])), Optional.empty());
    insider.refused(insider.as(JOINER, without, keys), "newcomer");
    insider.refused(insider.as(JOINER, removal, keys), "newcomer");
  }

  @Test
  void aPrivateMessageIsAMembersByConstruction() throws Exception {
    FramedContent framed =
        new FramedContent(
            insider.atAlice.groupId(), insider.atAlice.epoch(), OUTSIDE, NOTHING, removal);
    AuthenticatedContent signed = insider.signed(framed, keys, WireFormat.PRIVATE_MESSAGE);
    assertThatThrownBy(() ->
            ContentEncryption.seal(
                insider.crypto,
                signed,
                key(RatchetType.HANDSHAKE),
                insider.atAlice.state().secrets(),
                length -> length,
                insider.random))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void ownMessagesThatComeBackAreKnownAndChangeNothing() throws Exception {
    Group copy = insider.copy(insider.atAlice);
    Sent sent = copy.protect(NOTHING, NOTHING, Padding.NONE, insider.random);
    byte[] before = sent.group().encode();
    Received back = sent.group().process(MlsMessage.decode(sent.message()), NOW);
    assertThat(back).isInstanceOf(Received.OwnMessage.class);
    assertThat(sent.group().encode()).isEqualTo(before);
  }

  /// An own message cannot be opened again, so a member who forges one finds nothing that would
  /// notice but what is remembered of those that were sent.
  @Test
  void whatThisClientDidNotSendIsNotItsOwn() throws Exception {
    LeafIndex bob = new LeafIndex(1);
    PrivateMessage genuine =
        sealed(new ApplicationData(NOTHING), key(RatchetType.APPLICATION), MEMBER, 0, 0);
    insider.refused(withSender(genuine, new SenderData(bob, 0, new byte[4]).encoded()), "not one");
    Settings sealed = insider.settings.withPolicy(Policy.ALL);
    Committed committed =
        Group.decode(insider.atBob.encode(), sealed)
            .commit(CommitRequest.update(), NOW, insider.random);
    Group after = Group.decode(committed.group().encode(), sealed);
    RowChanges changes = committed.group().changesSince(insider.atBob);
    var rows = insider.atBob.rows();
    rows.keySet().removeAll(changes.removed());
    rows.putAll(changes.put());
    Group byRows = Group.decode(insider.atBob.encodeEpoch(), rows, sealed);
    byte[] message = committed.message();
    for (Group group : List.of(committed.group(), after, byRows)) {
      assertThat(group.process(MlsMessage.decode(message), NOW))
          .isInstanceOf(Received.OwnMessage.class);
    }
    for (int bit = 0; bit < 8 * message.length; bit += 7) {
      byte[] flipped = message.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> after.process(MlsMessage.decode(flipped), NOW))
          .isInstanceOf(MlsException.class);
    }
  }

  @Test
  void eachMessageHasAFreshReuseGuard() throws Exception {
    Group first = insider.copy(insider.atAlice);
    Group second = insider.copy(insider.atAlice);
    byte[] one = first.protect(NOTHING, NOTHING, Padding.NONE, insider.random).message();
    byte[] two = second.protect(NOTHING, NOTHING, Padding.NONE, insider.random).message();
    assertThat(((PrivateMessage) MlsMessage.decode(one)).ciphertext())
        .isNotEqualTo(((PrivateMessage) MlsMessage.decode(two)).ciphertext());
    insider.taken(MlsMessage.decode(one));
    insider.taken(MlsMessage.decode(two));
  }

  @Test
  void beforeApplicationDataProposalsAreCommitted() throws Exception {
    Group with =
        ((Received.ProposalMessage) insider.atBob.process(insider.open(removal), NOW)).group();
    assertThatThrownBy(() -> with.protect(NOTHING, NOTHING, Padding.NONE, insider.random))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void welcomesGroupInfosAndKeyPackagesAreNotForAGroup() {
    insider.refused(insider.dave.keyPackage.keyPackage(), "not for a group");
    assertThatThrownBy(() -> MlsMessage.decode(new byte[] {0, 1, 0, 9}))
        .isInstanceOf(MlsException.class);
  }
}
