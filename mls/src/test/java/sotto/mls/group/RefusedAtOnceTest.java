package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Secret;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.Lifetime;

/// What everybody else would refuse, or what has no meaning, is refused where it is made.
class RefusedAtOnceTest {
  private final RandomGenerator random = new Random(12);
  private final Person alice = new Person("alice", Person.CLASSIC, Person.open(), random);
  private final Person bob = new Person("bob", Person.CLASSIC, Person.open(), random);

  private Group group(Settings settings) {
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), Person.CLASSIC);
    return Group.create(settings, alice.identity, parameters, NOW, random);
  }

  private static void refused(String words, ThrowingCallable wrong) {
    assertThatIllegalArgumentException().isThrownBy(wrong).withMessageContaining(words);
  }

  @Test
  void aNumberThatIsNone() {
    Group group = group(alice.settings);
    refused("over before it begins", () -> new Lifetime(10, 5));
    refused("over before it begins", () -> new Lifetime(-1, 0));
    refused("uint16, 0 to 65535, and 70000", () -> new Extension(70_000, NOTHING));
    refused("uint16, 0 to 65535, and -1", () -> new Extension(-1, NOTHING));
    refused("length in bytes", () -> Secret.random(-1, random));
    refused("length in bytes", () -> Secret.zero(-1));
    for (int length : new int[] {-1, 8161, 70_000}) {
      refused("0 to 8160 bytes", () -> group.export("label", NOTHING, length));
    }
    assertThat(group.export("label", NOTHING, 8160).length()).isEqualTo(8160);
    for (int component : new int[] {-1, 65_536}) {
      refused("uint16, 0 to 65535", () -> group.exportSafely(component));
    }
    assertThat(group.exportSafely(65_535).secret().length()).isEqualTo(32);
  }

  /// What others wrote is read, because no sentence of the RFC refuses it, and is valid at no time.
  @Test
  void aLifetimeThatEndsBeforeItBeginsIsReadAndNeverValid() throws Exception {
    byte[] reversed = new Writer().uint64(10).uint64(5).toBytes();
    Lifetime read = Lifetime.decode(new Reader(reversed));
    assertThat(read.encoded()).isEqualTo(reversed);
    assertThat(read.isAtMost(Bounds.UNLIMITED)).isFalse();
    for (long second : new long[] {1, 5, 7, 10, 20}) {
      assertThat(read.contains(Instant.ofEpochSecond(second))).isFalse();
    }
    assertThat(read).isEqualTo(Lifetime.decode(new Reader(reversed)));
    assertThat(read).hasSameHashCodeAs(Lifetime.decode(new Reader(reversed)));
    assertThat(new Lifetime(5, 10)).isNotEqualTo(read).isNotEqualTo(new Lifetime(5, 11));
    assertThat(read).hasToString("Lifetime from 10 to 5");
    assertThat(new Lifetime(3, 3).contains(Instant.ofEpochSecond(3))).isTrue();
  }

  /// RFC 9420 §17.3: "The messages in which the extension may appear".
  @Test
  void anExtensionIsWhereItMayBe() {
    Group group = group(alice.settings);
    Lifetime month = Lifetime.of(NOW, Duration.ofDays(30));
    record Maker(ExtensionPlace place, Consumer<Extensions> makes) {}
    List<Maker> makers =
        List.of(
            new Maker(
                ExtensionPlace.GROUP_CONTEXT, given -> CommitRequest.update().setExtensions(given)),
            new Maker(
                ExtensionPlace.GROUP_CONTEXT,
                given -> GroupParameters.of(group.groupId(), Person.CLASSIC).withExtensions(given)),
            new Maker(
                ExtensionPlace.GROUP_CONTEXT,
                given ->
                    CommitRequest.update()
                        .with(new Proposal.ReInit(GroupId.random(random), 1, 1, given))),
            new Maker(
                ExtensionPlace.GROUP_INFO,
                given -> CommitRequest.update().withInfoExtensions(given)),
            new Maker(
                ExtensionPlace.GROUP_INFO,
                given -> group.groupInfo(TreePlacement.BESIDE, given, random)),
            new Maker(ExtensionPlace.LEAF_NODE, alice.identity::withExtensions),
            new Maker(
                ExtensionPlace.KEY_PACKAGE,
                given ->
                    KeyPackageSecrets.create(
                        Person.CRYPTO, Person.CLASSIC, bob.identity, month, given, random)));
    for (Maker maker : makers) {
      for (int type = ExtensionType.APPLICATION_ID; type <= 5; type++) {
        Extensions given = Extensions.of(new Extension(type, NOTHING));
        boolean allowed =
            switch (maker.place()) {
              case GROUP_CONTEXT -> type == 3 || type == 5;
              case LEAF_NODE -> type == 1;
              case GROUP_INFO, KEY_PACKAGE -> false;
            };
        if (allowed) {
          maker.makes().accept(given);
        } else {
          refused("belongs|makes it itself", type, () -> maker.makes().accept(given));
        }
      }
      if (maker.place() != ExtensionPlace.GROUP_CONTEXT) {
        Extensions data = Extensions.of(new Extension(6, new byte[] {9}));
        refused("malformed", () -> maker.makes().accept(data));
      }
    }
  }

  private static void refused(String words, int type, ThrowingCallable wrong) {
    assertThatIllegalArgumentException()
        .isThrownBy(wrong)
        .withMessageContaining("extension of type " + type)
        .withMessageMatching(".*(" + words + ").*");
  }

  /// No sentence of the RFC has a member refuse them, so a Commit of others with them is followed.
  @Test
  void whatOthersPutElsewhereIsTakenFromThem() throws Exception {
    Insider insider = new Insider();
    Extensions misplaced =
        Extensions.of(new Extension(ExtensionType.APPLICATION_ID, new byte[] {1}));
    CommitRequest plain = CommitRequest.update();
    CommitRequest request =
        new CommitRequest(
            List.of(new Proposal.GroupContextExtensions(misplaced)),
            plain.references(),
            plain.path(),
            plain.identity(),
            plain.framing(),
            plain.info());
    byte[] message = insider.copy(insider.atAlice).commit(request, NOW, random).message();
    Received received = insider.atBob.process(MlsMessage.decode(message), NOW);
    assertThat(((Received.CommitMessage) received).adopt().group().context().extensions())
        .isEqualTo(misplaced);
  }

  @Test
  void whoAsksToBeAddedSignsWithTheKeyOfItsKeyPackage() {
    refused(
        "not the KeyPackage's",
        () ->
            ExternalProposal.toJoin(
                Person.CRYPTO,
                GroupId.random(random),
                1,
                bob.keyPackage.keyPackage(),
                alice.identity.keys(),
                random));
  }

  /// RFC 9420 §12.1.8: "only the following types may be sent by an external sender".
  @Test
  void anExternalSenderSendsWhatItMay() throws Exception {
    Insider insider = new Insider();
    for (Proposal wrong :
        List.of(
            new Proposal.SelfRemove(),
            new Proposal.Update(insider.atAlice.me().leaf()),
            new Proposal.ExternalInit(NOTHING),
            new Proposal.Custom(0xf123, NOTHING))) {
      refused("is a member's", () -> ofSender(insider, wrong));
    }
    refused("GREASE", () -> ofSender(insider, new Proposal.Custom(0x0a0a, NOTHING)));
    assertThat(ofSender(insider, new Proposal.Remove(new LeafIndex(1)))).isNotEmpty();
  }

  private byte[] ofSender(Insider insider, Proposal proposal) throws MlsException {
    return ExternalProposal.ofSender(
        insider.crypto,
        insider.atAlice.groupId(),
        1,
        0,
        insider.alice.identity.keys(),
        proposal,
        random);
  }

  /// External Commits are off unless the application allows them: none is made, none is invited.
  @Test
  void nobodyEntersByACommitOfItsOwnWhereThePolicyDoesNotSaySo() throws Exception {
    GroupInfo inviting =
        group(alice.settings).groupInfo(TreePlacement.INSIDE, Extensions.NONE, random);
    assertThat(inviting.extensions().contains(ExtensionType.EXTERNAL_PUB)).isTrue();
    Settings strict = alice.settings.withPolicy(Policy.STRICT);
    GroupInfo info = group(strict).groupInfo(TreePlacement.INSIDE, Extensions.NONE, random);
    assertThat(info.extensions().contains(ExtensionType.EXTERNAL_PUB)).isFalse();
    assertThat(info.extensions().contains(ExtensionType.RATCHET_TREE)).isTrue();
    assertThatThrownBy(() ->
            Group.joinExternally(strict, inviting, bob.identity, ExternalJoin.NEW, NOW, random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("EXTERNAL_COMMITS");
    Settings allowing = strict.withPolicy(Policy.STRICT.with(Policy.Allowance.EXTERNAL_COMMITS));
    assertThat(
            Group.joinExternally(allowing, inviting, bob.identity, ExternalJoin.NEW, NOW, random)
                .group()
                .memberCount())
        .isEqualTo(2);
  }
}
