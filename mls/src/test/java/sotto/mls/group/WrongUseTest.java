package sotto.mls.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.Welcome;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extension;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.Lifetime;

/// What a newcomer gets wrong is refused at once, with a sentence.
class WrongUseTest {
  private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");
  private static final CipherSuite ED25519 = CipherSuite.of(1).orElseThrow();
  private static final CipherSuite P256 = CipherSuite.of(2).orElseThrow();
  private static final Settings SETTINGS =
      Settings.of(PortableCrypto.create(), AuthenticationService.unsafeBelieveEverything());

  private final Random random = new Random(1);

  private Identity identity(CipherSuite suite) {
    return Identity.of(
        Credential.basic("newcomer".getBytes(UTF_8)),
        SETTINGS.crypto().generateSignatureKeyPair(suite.signature(), random),
        suite);
  }

  private static void refused(String words, ThrowingCallable wrong) {
    assertThatIllegalArgumentException().isThrownBy(wrong).withMessageContaining(words);
  }

  @Test
  void anIdentityWhoseKeyIsOfAnotherSuiteIsRefusedWhereverOneIsGiven() {
    Identity other = identity(P256);
    GroupParameters parameters = GroupParameters.of(new GroupId(new byte[] {1}), ED25519);
    Lifetime month = Lifetime.of(NOW, Duration.ofDays(30));
    refused("signs with", () -> Group.create(SETTINGS, other, parameters, NOW, random));
    refused(
        "signs with",
        () -> KeyPackageSecrets.create(SETTINGS.crypto(), ED25519, other, month, random));
    Group group = Group.create(SETTINGS, identity(ED25519), parameters, NOW, random);
    refused("signs with", () -> group.proposeUpdate(Optional.of(other), new byte[0], NOW, random));
    refused(
        "signs with", () -> group.commit(CommitRequest.update().withIdentity(other), NOW, random));
  }

  @Test
  void anIdentityListsTheSuiteThatItIsUsedWith() {
    Lifetime month = Lifetime.of(NOW, Duration.ofDays(30));
    GroupParameters parameters = GroupParameters.of(new GroupId(new byte[] {1}), ED25519);
    Identity fitting = identity(ED25519);
    Identity other = fitting.withCapabilities(Capabilities.of(3));
    Group group = Group.create(SETTINGS, fitting, parameters, NOW, random);
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> Group.create(SETTINGS, other, parameters, NOW, random),
            () -> KeyPackageSecrets.create(SETTINGS.crypto(), ED25519, other, month, random),
            () -> group.proposeUpdate(Optional.of(other), new byte[0], NOW, random),
            () -> group.commit(CommitRequest.update().withIdentity(other), NOW, random))) {
      refused("do not list", use);
    }
  }

  @Test
  void lifetimesPaddingsAndBoundsThatMakeNoSenseAreRefused() {
    refused("lifetime", () -> Lifetime.of(NOW, Duration.ofDays(-1)));
    refused("lifetime", () -> Lifetime.of(NOW, Duration.ofSeconds(Long.MAX_VALUE)));
    refused("multiple", () -> Padding.toMultipleOf(0));
    refused("multiple", () -> Padding.toMultipleOf(-8));
    refused("negative", () -> Bounds.DEFAULT.withReordering(-1, 0));
    refused("one member", () -> Bounds.DEFAULT.withMaxMembers(0));
    refused("longer", () -> Bounds.DEFAULT.withLifetimes(Duration.ZERO, Duration.ofDays(1)));
    Duration day = Duration.ofDays(1);
    refused("by its own group", () -> Bounds.DEFAULT.withLifetimes(day, day));
    refused("clock", () -> Lifetime.of(Instant.EPOCH.minusSeconds(1), day));
    Lifetime young = Lifetime.of(Instant.EPOCH, day);
    assertThat(young.contains(Instant.EPOCH)).isTrue();
    assertThat(young.hasBegun(Instant.EPOCH.minusSeconds(1))).isFalse();
    Group group =
        Group.create(
            SETTINGS,
            identity(ED25519),
            GroupParameters.of(new GroupId(new byte[1]), ED25519),
            NOW,
            random);
    Padding endless = length -> Integer.MAX_VALUE;
    refused(
        "longer than anybody takes",
        () -> group.protect(new byte[1], new byte[0], endless, random));
  }

  /// [KeyPackageSecrets#erase] and [Consumed#erase] at any time after a join, in any order.
  @Test
  void theKeysOfAKeyPackageAreErasedAndTheGroupLivesOn() throws Exception {
    Identity alice = identity(ED25519);
    Identity bob = identity(ED25519);
    Lifetime month = Lifetime.of(NOW, Duration.ofDays(30));
    KeyPackageSecrets bobs =
        KeyPackageSecrets.create(SETTINGS.crypto(), ED25519, bob, month, random);
    GroupParameters parameters = GroupParameters.of(new GroupId(new byte[] {1}), ED25519);
    Committed added =
        Group.create(SETTINGS, alice, parameters, NOW, random)
            .commit(CommitRequest.update().add(bobs.keyPackage()), NOW, random);
    Group atAlice = added.group().adopt(added.pending()).group();
    Welcome welcome = MlsMessage.decode(added.welcome().orElseThrow(), Welcome.class);
    Joined joined = Group.join(SETTINGS, welcome, bobs, bob.keys(), Optional.empty(), NOW);
    joined.consumed().erase();
    assertThat(bobs.initKey().isErased()).isTrue();
    assertThat(bobs.encryptionKey().isErased()).isTrue();
    bobs.erase();
    Group atBob = Group.decode(joined.group().encode(), SETTINGS);
    byte[] commit = atAlice.commit(CommitRequest.update(), NOW, random).message();
    for (Group reader : List.of(atBob, joined.group())) {
      assertThat(reader.process(MlsMessage.decode(commit), NOW))
          .isInstanceOf(Received.CommitMessage.class);
    }
  }

  @Test
  void aGroupThatWentOnIsNotErasedUnderItsSuccessor() {
    GroupParameters parameters = GroupParameters.of(new GroupId(new byte[] {1}), ED25519);
    Group group = Group.create(SETTINGS, identity(ED25519), parameters, NOW, random);
    Group next = group.protect(new byte[1], new byte[0], Padding.NONE, random).group();
    assertThatIllegalStateException().isThrownBy(group::erase).withMessageContaining("transition");
    assertThat(next.encode()).isNotEmpty();
    next.erase();
    assertThatIllegalStateException().isThrownBy(next::encode);
  }

  @Test
  void aPendingCommitIsOfThisMemberAndThisVeryEpoch() throws Exception {
    Insider insider = new Insider();
    Committed alices = insider.atAlice.commit(CommitRequest.update(), Person.NOW, random);
    assertThatThrownBy(() -> insider.atBob.adopt(alices.pending()))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("another member's");
    // Two epochs of the same number.
    Group fork = insider.copy(insider.atBob);
    Committed first = insider.atBob.commit(CommitRequest.update(), Person.NOW, random);
    Group one = first.group().adopt(first.pending()).group();
    Committed second = fork.commit(CommitRequest.update(), Person.NOW, random);
    Group other = second.group().adopt(second.pending()).group();
    Committed next = one.commit(CommitRequest.update(), Person.NOW, random);
    PendingCommit stored = PendingCommit.decode(next.pending().encode(), insider.settings);
    for (PendingCommit pending : List.of(next.pending(), stored)) {
      assertThatThrownBy(() -> other.adopt(pending))
          .isInstanceOf(MlsException.class)
          .hasMessageContaining("does not follow");
    }
    byte[] versionOne =
        new Writer().uint16(1).uint64(stored.epoch()).opaque(stored.next().encode()).toBytes();
    PendingCommit old = PendingCommit.decode(versionOne, insider.settings);
    assertThat(next.group().adopt(old).group().epoch()).isEqualTo(3);
  }

  @Test
  void aPendingCommitIsAdoptedOrErased() throws Exception {
    Insider insider = new Insider();
    Committed adopted = insider.atBob.commit(CommitRequest.update(), Person.NOW, random);
    assertThatIllegalStateException()
        .as("the value from before the Commit, which does not use the pending one up")
        .isThrownBy(() -> insider.atBob.adopt(adopted.pending()));
    Group next = adopted.group().adopt(adopted.pending()).group();
    assertThatIllegalStateException()
        .isThrownBy(() -> adopted.pending().erase())
        .withMessageContaining("adopted or erased");
    assertThat(next.encode()).isNotEmpty();
    Committed dropped = next.commit(CommitRequest.update(), Person.NOW, random);
    dropped.pending().erase();
    dropped.pending().erase();
    assertThatIllegalStateException()
        .isThrownBy(() -> dropped.group().adopt(dropped.pending()))
        .withMessageContaining("adopted or erased");
    assertThat(dropped.group().encode()).isNotEmpty();
  }

  /// Without a path the next epoch has the members' keys of this one.
  @Test
  void whatADroppedCommitSharesWithItsGroupStays() throws Exception {
    Insider insider = new Insider();
    CommitRequest add =
        CommitRequest.update()
            .withoutPath()
            .add(insider.dave.freshKeyPackage(Person.CLASSIC).keyPackage());
    Committed dropped = insider.atBob.commit(add, Person.NOW, random);
    PendingCommit stored = PendingCommit.decode(dropped.pending().encode(), insider.settings);
    byte[] state = dropped.group().encode();
    dropped.pending().erase();
    stored.erase();
    assertThat(dropped.group().encode()).isEqualTo(state);
    Committed alices = insider.atAlice.commit(CommitRequest.update(), Person.NOW, random);
    dropped.group().process(MlsMessage.decode(alices.message()), Person.NOW);
  }

  @Test
  void aProposalOfTheApplicationsOwnHasATypeOfItsOwn() {
    for (int type : new int[] {-1, 0, 1, 7, 10, 0x10000}) {
      refused("type " + type, () -> new Proposal.Custom(type, new byte[1]));
    }
    assertThat(new Proposal.Custom(0xf123, new byte[1]).type()).isEqualTo(0xf123);
  }

  @Test
  void rowsAreComparedWithinAnEpoch() throws Exception {
    Insider insider = new Insider();
    Group other = new Insider().atBob;
    Committed committed = insider.atBob.commit(CommitRequest.update(), Person.NOW, random);
    Group before = insider.copy(committed.group());
    Group after = committed.group().adopt(committed.pending()).group();
    refused("another epoch", () -> after.changesSince(before));
    refused("another epoch", () -> after.changesSince(other));
  }

  @Test
  void whatIsTooLongToBeSentDoesNotUseTheGroupUp() {
    GroupParameters parameters = GroupParameters.of(new GroupId(new byte[] {1}), ED25519);
    Group group = Group.create(SETTINGS, identity(ED25519), parameters, NOW, random);
    for (Padding wrong : List.<Padding>of(length -> length - 1, length -> -5)) {
      refused("shorter", () -> group.protect(new byte[5], new byte[0], wrong, random));
    }
    assertThat(group.protect(new byte[5], new byte[0], Padding.NONE, random).group()).isNotNull();
  }

  /// An executor helps; whoever joins does what is left.
  @Test
  void anExecutorThatIsBusyOrClosedHoldsNobodyUp() throws Exception {
    try (ExecutorService one = Executors.newFixedThreadPool(1)) {
      Settings own = SETTINGS.withExecutor(one);
      assertThat(one.submit(() -> joined(own, 130)).get(30, TimeUnit.SECONDS)).isEqualTo(130);
    }
    ExecutorService closed = Executors.newFixedThreadPool(1);
    closed.shutdown();
    assertThat(joined(SETTINGS.withExecutor(closed), 130)).isEqualTo(130);
  }

  private int joined(Settings settings, int members) throws Exception {
    Lifetime month = Lifetime.of(NOW, Duration.ofDays(30));
    Identity bob = identity(ED25519);
    KeyPackageSecrets bobs =
        KeyPackageSecrets.create(SETTINGS.crypto(), ED25519, bob, month, random);
    CommitRequest add = CommitRequest.update().add(bobs.keyPackage());
    for (int i = 2; i < members; i++) {
      add =
          add.add(
              KeyPackageSecrets.create(SETTINGS.crypto(), ED25519, identity(ED25519), month, random)
                  .keyPackage());
    }
    GroupParameters parameters = GroupParameters.of(new GroupId(new byte[] {1}), ED25519);
    Committed added =
        Group.create(SETTINGS, identity(ED25519), parameters, NOW, random).commit(add, NOW, random);
    Welcome welcome = MlsMessage.decode(added.welcome().orElseThrow(), Welcome.class);
    return Group.join(settings, welcome, bobs, bob.keys(), Optional.empty(), NOW)
        .group()
        .memberCount();
  }

  @Test
  void whatTheOwnPolicyRefusesIsNotSent() throws Exception {
    refused("PUBLIC_HANDSHAKE", () -> Policy.STRICT.withHandshakeFormat(WireFormat.PUBLIC_MESSAGE));
    Insider insider = new Insider();
    Proposal leaving = new Proposal.SelfRemove();
    Group strict = Group.decode(insider.atBob.encode(), SETTINGS);
    assertThatThrownBy(() -> strict.propose(leaving, new byte[0], Person.NOW, random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("public message");
    Policy silent = new Policy(Set.of(), WireFormat.PRIVATE_MESSAGE);
    Group none = Group.decode(insider.atBob.encode(), SETTINGS.withPolicy(silent));
    Proposal removal = new Proposal.Remove(new LeafIndex(2));
    assertThatThrownBy(() -> none.propose(removal, new byte[0], Person.NOW, random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("not allowed");
  }

  /// [CommitSummary]: what it says is what is so after the Commit.
  @Test
  void aSummaryIsTrue() throws Exception {
    Insider insider = new Insider();
    KeyPackage daves = insider.dave.keyPackage.keyPackage();
    CommitRequest without = CommitRequest.update().add(daves).withoutPath();
    for (CommitRequest request : List.of(without, CommitRequest.update())) {
      Committed made = insider.copy(insider.atAlice).commit(request, Person.NOW, random);
      Received.CommitMessage read =
          (Received.CommitMessage)
              insider.copy(insider.atBob).process(MlsMessage.decode(made.message()), Person.NOW);
      Group after = read.adopt().group();
      int updated = request.equals(without) ? 0 : 1;
      for (CommitSummary summary : List.of(made.summary(), read.summary())) {
        assertThat(summary.updated()).hasSize(updated);
        assertThat(summary.after().encoded()).isEqualTo(after.context().encoded());
      }
    }
  }

  @Test
  void aPolicyWithNothingMoreIsThePolicy() {
    assertThat(Policy.STRICT.with()).isEqualTo(Policy.STRICT);
  }

  /// Every array that a group, or what went into it, hands out is a copy.
  @Test
  void whoWritesIntoAnArrayChangesNothingOfAGroup() throws Exception {
    byte[] name = "bob".getBytes(UTF_8);
    Credential credential = Credential.basic(name);
    SignatureKeyPair keys = SETTINGS.crypto().generateSignatureKeyPair(ED25519.signature(), random);
    Extensions extensions = Extensions.of(new Extension(0x8001, name));
    Identity bob =
        Identity.of(credential, keys, ED25519)
            .withCapabilities(Capabilities.of(ED25519.id()).withExtensions(0x8001))
            .withExtensions(extensions);
    GroupParameters parameters =
        GroupParameters.of(new GroupId(new byte[] {1}), ED25519).withExtensions(extensions);
    Group group = Group.create(SETTINGS, bob, parameters, NOW, random);
    byte[] state = group.encode();
    LeafNode leaf = group.me().leaf();
    GroupInfo info = group.groupInfo(TreePlacement.INSIDE, Extensions.NONE, random);
    for (byte[] array :
        List.of(
            name,
            keys.publicKey(),
            leaf.encryptionKey(),
            leaf.signatureKey(),
            leaf.signature(),
            ((Credential.Basic) leaf.credential()).identity(),
            leaf.extensions().list().getFirst().data(),
            group.context().treeHash(),
            group.context().confirmedTranscriptHash(),
            group.context().extensions().list().getFirst().data(),
            group.groupId().value(),
            group.epochAuthenticator(),
            group.ratchetTree(),
            info.confirmationTag(),
            info.signature())) {
      Arrays.fill(array, (byte) 0x55);
    }
    assertThat(group.encode()).isEqualTo(state);
    assertThat(group.me().credential()).isEqualTo(Credential.basic("bob".getBytes(UTF_8)));
  }

  @Test
  void norDoesItChangeWhatWaitsForACommit() throws Exception {
    Insider insider = new Insider();
    byte[] said = {1, 2, 3};
    Proposal proposal = new Proposal.Custom(0xf123, said);
    Group group = insider.atBob.propose(proposal, new byte[0], Person.NOW, random).group();
    byte[] state = group.encode();
    said[0] = 9;
    ((Proposal.Custom) proposal).data()[1] = 9;
    group.proposals().keySet().forEach(reference -> reference.hash()[0] ^= 1);
    assertThat(group.encode()).isEqualTo(state);
  }
}
