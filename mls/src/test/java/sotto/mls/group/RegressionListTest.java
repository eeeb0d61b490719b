package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Aead;
import sotto.mls.crypto.Crypto;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.Commit;
import sotto.mls.message.Content;
import sotto.mls.message.ExternalSender;
import sotto.mls.message.FramedContent;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.PskSource;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.message.Sender;
import sotto.mls.message.Welcome;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.treekem.NodeIndex;
import sotto.mls.treekem.RatchetTree;
import sotto.mls.treekem.RatchetTreeCodec;

/// What other libraries had wrong (`docs/validation.md` says which test has which; these are those
/// that have no place elsewhere).
class RegressionListTest {
  private final Insider insider = new Insider();

  RegressionListTest() throws Exception {}

  @Test
  void x2AnIndexThatDoublesIsNoOthersAlias() {
    RatchetTree tree = insider.atBob.state().tree();
    for (long index : new long[] {1L << 30, (1L << 30) + 1, 1L << 31, (1L << 31) + 1}) {
      LeafIndex leaf = new LeafIndex(index);
      assertThat(NodeIndex.of(leaf).value()).isEqualTo(2 * index);
      assertThat(tree.leaf(leaf)).isEmpty();
      assertThatThrownBy(() -> tree.member(leaf)).isInstanceOf(MlsException.class);
      assertThatThrownBy(() -> tree.remove(leaf)).isInstanceOf(MlsException.class);
      assertThatThrownBy(() -> tree.filteredDirectPath(leaf)).isInstanceOf(MlsException.class);
    }
  }

  /// Every sender with every content: only Alice's own proposals and Commits are not refused for
  /// that, and nothing ends in anything else than the one exception.
  @Test
  void x5m10OnlyWhatMayBeSentByWhomIsTaken() {
    Proposal add = new Proposal.Add(insider.dave.keyPackage.keyPackage());
    List<Content> contents =
        List.of(
            new ApplicationData(NOTHING),
            add,
            new Proposal.Update(insider.atAlice.me().leaf()),
            new Proposal.Remove(new LeafIndex(2)),
            new Proposal.ReInit(insider.atAlice.groupId(), 1, 1, Extensions.NONE),
            new Proposal.ExternalInit(new byte[32]),
            new Proposal.GroupContextExtensions(Extensions.NONE),
            new Proposal.SelfRemove(),
            new Proposal.Custom(0xf123, NOTHING),
            new Commit(List.of(), Optional.empty()),
            new Commit(Insider.byValue(add), Optional.empty()));
    List<Sender> strangers =
        List.of(
            new Sender.External(0),
            new Sender.External(0xffff_ffffL),
            new Sender.NewMemberProposal(),
            new Sender.NewMemberCommit(),
            new Sender.Member(new LeafIndex(3)),
            new Sender.Member(new LeafIndex(0xffff_ffffL)));
    for (Content content : contents) {
      for (Sender sender : strangers) {
        FramedContent framed =
            new FramedContent(
                insider.atAlice.groupId(), insider.atAlice.epoch(), sender, NOTHING, content);
        var signed =
            insider.signed(framed, insider.alice.identity.keys(), WireFormat.PUBLIC_MESSAGE);
        for (int tag : new int[] {-1, 0, 32}) {
          boolean member = sender instanceof Sender.Member;
          Optional<byte[]> membership =
              member ? Optional.of(new byte[Math.max(tag, 0)]) : Optional.empty();
          insider.refused(new PublicMessage(framed, signed.auth(), membership), "");
        }
      }
    }
  }

  @Test
  void x6EveryValueOfEveryEnumIsAValueOrTheOneException() throws Exception {
    List<byte[]> messages = new ArrayList<>();
    for (Specimen specimen : new Specimens(Person.CLASSIC, new Random(1)).all()) {
      messages.add(specimen.genuine());
    }
    // Every byte of every kind of message with every value, so every enum, wherever it is.
    for (byte[] genuine : messages) {
      for (int at = 0; at < Math.min(genuine.length, 300); at++) {
        for (int value = 0; value < 256; value++) {
          byte[] altered = genuine.clone();
          altered[at] = (byte) value;
          try {
            MlsMessage.decode(altered);
          } catch (MlsException refused) {
            assertThat(refused.getMessage()).isNotBlank();
          }
        }
      }
    }
  }

  @Test
  @Tag("invariant-11")
  void x7TagsAreComparedInConstantTime() throws Exception {
    Path main = Path.of(System.getProperty("sotto.root", ".."), "mls/src/main/java");
    try (Stream<Path> files = Files.walk(main)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        assertThat(text)
            .as(file.toString())
            .doesNotContainPattern("Arrays\\.equals\\([^;{]*(?:[tT]ag\\b|mac\\b|[sS]ecret\\b)");
      }
    }
  }

  @Test
  void x11ASenderOfAPastEpochIsWhoItWasThen() throws Exception {
    Settings past = insider.settings.withBounds(Bounds.DEFAULT.withPast(1, 0));
    Group bob = Group.decode(insider.atBob.encode(), past);
    Group carol = insider.atBob;
    Committed first = insider.atAlice.commit(CommitRequest.update(), NOW, insider.random);
    Group alice = first.group().adopt(first.pending()).group();
    bob = adopted(bob, first.message());
    Sent fromAlice = alice.protect(new byte[1], NOTHING, Padding.NONE, insider.random);
    // Bob removes Alice and puts Dave on her leaf.
    Committed replaced =
        bob.commit(
            CommitRequest.update()
                .remove(new LeafIndex(0))
                .add(insider.dave.keyPackage.keyPackage()),
            NOW,
            insider.random);
    Group after = replaced.group().adopt(replaced.pending()).group();
    assertThat(after.member(new LeafIndex(0)).orElseThrow().credential())
        .isEqualTo(insider.dave.identity.credential());
    Received late = after.process(MlsMessage.decode(fromAlice.message()), NOW);
    assertThat(((Received.ApplicationMessage) late).sender().credential())
        .isEqualTo(insider.alice.identity.credential());
    assertThat(carol.epoch()).isEqualTo(1);
  }

  private static Group adopted(Group group, byte[] commit) throws MlsException {
    return ((Received.CommitMessage) group.process(MlsMessage.decode(commit), NOW)).adopt().group();
  }

  @Test
  void x13AWelcomeIsSignedWithTheNewKey() throws Exception {
    Identity changed =
        new Identity(
            insider.alice.identity.credential(),
            insider.crypto.generateSignatureKeyPair(insider.random),
            insider.alice.identity.capabilities(),
            Extensions.NONE);
    Committed committed =
        insider.atAlice.commit(
            CommitRequest.update().withIdentity(changed).add(insider.dave.keyPackage.keyPackage()),
            NOW,
            insider.random);
    Group dave = insider.dave.join(committed.welcome().orElseThrow());
    assertThat(dave.member(new LeafIndex(0)).orElseThrow().leaf().signatureKey())
        .isEqualTo(changed.keys().publicKey());
    Group bob = adopted(insider.atBob, committed.message());
    assertThat(bob.epochAuthenticator()).isEqualTo(dave.epochAuthenticator());
  }

  @Test
  void x15AMessageHasABound() {
    byte[] huge = new byte[MlsMessage.MAX_BYTES + 1];
    assertThatThrownBy(() -> MlsMessage.decode(huge))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void x16ExternalSendersAreAListThatMayBeEmpty() throws Exception {
    Decoder<List<ExternalSender>> list = ExternalSender::decodeList;
    assertThat(list.decodeAll(new byte[] {0})).isEmpty();
    ExternalSender one = new ExternalSender(new byte[32], insider.dave.identity.credential());
    assertThat(list.decodeAll(new Writer().struct(ExternalSender.list(List.of(one))).toBytes()))
        .hasSize(1);
    assertThatThrownBy(() -> list.decodeAll(one.encoded())).isInstanceOf(MlsException.class);
    new Insider(
        Extensions.of(Extension.of(ExtensionType.EXTERNAL_SENDERS, ExternalSender.list(List.of()))),
        Person.open());
  }

  @Test
  @Tag("invariant-9")
  void m5ALengthAllocatesNothing() {
    List<Decoder<?>> decoders =
        List.of(LeafNode::decode, Welcome::decode, Commit::decode, Extensions::decode);
    byte[] bomb = HexFormat.of().parseHex("bfffffff" + "bfffffff".repeat(8));
    for (Decoder<?> decoder : decoders) {
      assertThatThrownBy(() -> decoder.decodeAll(bomb)).isInstanceOf(MlsException.class);
    }
    assertThatThrownBy(() -> RatchetTreeCodec.decode(bomb, insider.crypto, 1 << 24))
        .isInstanceOf(MlsException.class);
    // Ten terabytes, if it were believed.
    for (int i = 0; i < 10_000; i++) {
      assertThat(isTaken(decoders.get(i % decoders.size()), bomb)).isFalse();
    }
  }

  private static boolean isTaken(Decoder<?> decoder, byte[] bytes) {
    try {
      decoder.decodeAll(bytes);
      return true;
    } catch (MlsException refused) {
      return false;
    }
  }

  /// Counts every key that seals, over messages, Commits and restored states: the reuse guard gives
  /// a key that is used again another nonce, and would hide that it is.
  @Test
  @Tag("invariant-4")
  void m7NoKeyAndNonceSealTwice() throws Exception {
    Set<String> used = new HashSet<>();
    Crypto counting =
        (Crypto)
            Proxy.newProxyInstance(
                Crypto.class.getClassLoader(),
                new Class<?>[] {Crypto.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("seal") && arguments[0] instanceof Aead) {
                    String key = HexFormat.of().formatHex((byte[]) arguments[1]);
                    assertThat(used.add(key)).as("a key for the first time").isTrue();
                  }
                  try {
                    return method.invoke(Person.CRYPTO, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    Settings settings =
        Settings.of(counting, AuthenticationService.unsafeBelieveEverything())
            .withPolicy(Policy.ALL);
    Group alice = Group.decode(insider.atAlice.encode(), settings);
    for (int i = 0; i < 500; i++) {
      alice = alice.protect(new byte[i], NOTHING, Padding.NONE, insider.random).group();
      if (i % 10 == 0) {
        alice = Group.decode(alice.encode(), settings);
      }
      if (i % 100 == 0) {
        Committed committed = alice.commit(CommitRequest.update(), NOW, insider.random);
        alice = committed.group().adopt(committed.pending()).group();
      }
    }
    assertThat(used).hasSizeGreaterThan(1000);
  }

  @Test
  @Tag("invariant-6")
  void m14AnotherCommitWinsOverAPendingOne() throws Exception {
    Committed alices = insider.atAlice.commit(CommitRequest.update(), NOW, insider.random);
    Committed bobs =
        insider.atBob.commit(
            CommitRequest.update().add(insider.dave.keyPackage.keyPackage()), NOW, insider.random);
    Group alice = adopted(alices.group(), bobs.message());
    Group bob = bobs.group().adopt(bobs.pending()).group();
    assertThat(alice.epochAuthenticator()).isEqualTo(bob.epochAuthenticator());
    assertThatThrownBy(() -> alice.adopt(alices.pending())).isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> bob.process(MlsMessage.decode(alices.message()), NOW))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("of epoch");
  }

  @Test
  void m19AResumptionPskOfAForgottenEpochIsNotKnown() {
    PskSource old =
        new PskSource.Resumption(PskSource.Usage.APPLICATION, insider.atAlice.groupId(), 0);
    PskSource later =
        new PskSource.Resumption(PskSource.Usage.APPLICATION, insider.atAlice.groupId(), 9);
    PskSource other =
        new PskSource.Resumption(
            PskSource.Usage.APPLICATION, new GroupId("other".getBytes(StandardCharsets.UTF_8)), 1);
    for (PskSource source : List.of(old, later, other)) {
      Proposal psk = new Proposal.PreSharedKey(new PreSharedKeyId(source, new byte[32]));
      insider.refused(insider.commit(psk), "not known");
    }
  }

  /// RFC 9420 §8.4: `uint16 count`.
  @Test
  @Tag("invariant-9")
  void m19MorePreSharedKeysThanCanBeCountedAreRefused() {
    PskSource current =
        new PskSource.Resumption(
            PskSource.Usage.APPLICATION, insider.atAlice.groupId(), insider.atAlice.epoch());
    Proposal[] psks = new Proposal[0x10000];
    for (int i = 0; i < psks.length; i++) {
      psks[i] =
          new Proposal.PreSharedKey(PreSharedKeyId.fresh(current, Person.CLASSIC, insider.random));
    }
    insider.refused(insider.commit(psks), "More than 65535");
  }

  @Test
  void m2NothingFollowsWithinAnExtensionOfTheGroup() throws Exception {
    RequiredCapabilities nothing = new RequiredCapabilities(List.of(), List.of(), List.of());
    List<Extension> extensions =
        List.of(
            Extension.of(ExtensionType.REQUIRED_CAPABILITIES, nothing),
            Extension.of(ExtensionType.EXTERNAL_SENDERS, ExternalSender.list(List.of())),
            Extension.of(ExtensionType.APP_DATA_DICTIONARY, AppDataDictionary.EMPTY));
    for (Extension extension : extensions) {
      byte[] longer = Arrays.copyOf(extension.data(), extension.data().length + 1);
      Extensions wrong = Extensions.of(new Extension(extension.type(), longer));
      Proposal proposal = new Proposal.GroupContextExtensions(wrong);
      insider.refused(insider.open(proposal), "follow the end");
      insider.taken(insider.open(new Proposal.GroupContextExtensions(Extensions.of(extension))));
    }
  }

  @Test
  void x15NothingIsSentThatNobodyReads() {
    Welcome huge = new Welcome(1, List.of(), new byte[MlsMessage.MAX_BYTES]);
    assertThatIllegalArgumentException()
        .isThrownBy(huge::toMessage)
        .withMessageContaining("at most");
  }

  @Test
  void m21WhatACommitDropsIsSeenBeforeItIsAdopted() throws Exception {
    RequiredCapabilities needs =
        new RequiredCapabilities(List.of(ExtensionType.APP_DATA_DICTIONARY), List.of(), List.of());
    Insider strict =
        new Insider(
            Extensions.of(Extension.of(ExtensionType.REQUIRED_CAPABILITIES, needs)), Person.open());
    Committed dropped =
        strict.atAlice.commit(
            CommitRequest.update().setExtensions(Extensions.NONE), NOW, strict.random);
    Received.CommitMessage seen =
        (Received.CommitMessage) strict.atBob.process(MlsMessage.decode(dropped.message()), NOW);
    assertThat(seen.summary().before().extensions())
        .isNotEqualTo(seen.summary().after().extensions());
    assertThat(seen.summary().after().extensions()).isEqualTo(Extensions.NONE);
    assertThat(strict.atBob.context().extensions().contains(ExtensionType.REQUIRED_CAPABILITIES))
        .isTrue();
  }
}
