package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static sotto.mls.group.Person.NOW;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.tree.LeafIndex;

class ConversationTest {
  private static final byte[] NOTHING = new byte[0];

  @ParameterizedTest
  @EnumSource(CipherSuite.class)
  void threePeopleTalkAndOneIsRemoved(CipherSuite suite) throws Exception {
    RandomGenerator random = new SplittableRandom(1);
    Person alice = new Person("alice", suite, Person.open(), random);
    Person bob = new Person("bob", suite, Person.open(), random);
    Person carol = new Person("carol", suite, Person.open(), random);

    Group atAlice =
        Group.create(
            alice.settings,
            alice.identity,
            GroupParameters.of(GroupId.random(random), suite),
            NOW,
            random);
    CommitRequest add =
        CommitRequest.update().add(bob.keyPackage.keyPackage(), carol.keyPackage.keyPackage());
    Committed added = atAlice.commit(add, NOW, random);
    atAlice = added.group().adopt(added.pending()).group();
    Group atBob = bob.join(added.welcome().orElseThrow());
    Group atCarol = carol.join(added.welcome().orElseThrow());
    agree(atAlice, atBob, atCarol);

    byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
    Sent sent = atBob.protect(hello, NOTHING, Padding.toMultipleOf(512), random);
    Received.ApplicationMessage received =
        (Received.ApplicationMessage) atAlice.process(MlsMessage.decode(sent.message()), NOW);
    assertThat(received.content()).isEqualTo(hello);
    assertThat(received.sender().credential()).isEqualTo(bob.identity.credential());
    Group usedUp = atAlice;
    assertThatIllegalStateException()
        .isThrownBy(() -> usedUp.process(MlsMessage.decode(sent.message()), NOW));
    atAlice = received.group();
    atBob = sent.group();

    Committed removed =
        atCarol.commit(CommitRequest.update().remove(atBob.me().index()), NOW, random);
    MlsMessage removal = MlsMessage.decode(removed.message());
    assertThat(atBob.process(removal, NOW)).isInstanceOf(Received.Removal.class);
    Group withBob = atAlice;
    atAlice = ((Received.CommitMessage) atAlice.process(removal, NOW)).adopt().group();
    // RFC 9420 §15.2: "this change MUST be applied before encrypting any new application message".
    assertThatIllegalStateException()
        .isThrownBy(() -> withBob.protect(hello, NOTHING, Padding.NONE, random));
    atCarol = removed.group().adopt(removed.pending()).group();
    agree(atAlice, atCarol);
    assertThat(atAlice.members()).hasSize(2);
  }

  /// RFC 9420 §12.4.3.1: "If the path_secret value is set in the GroupSecrets object". Who came
  /// without one knows no key above the leaf, though nodes there have some, and reads what is
  /// sealed to the leaf.
  @Test
  void whoCameWithoutAPathSecretReadsTheNextPath() throws Exception {
    RandomGenerator random = new SplittableRandom(2);
    CipherSuite suite = Person.CLASSIC;
    Person alice = new Person("alice", suite, Person.open(), random);
    Person erin = new Person("erin", suite, Person.open(), random);
    List<Person> others =
        Stream.of("bob", "carol", "dave", "frank")
            .map(name -> new Person(name, suite, Person.open(), random))
            .toList();
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), suite);
    Group atAlice = Group.create(alice.settings, alice.identity, parameters, NOW, random);
    CommitRequest all = CommitRequest.update();
    for (Person other : others) {
      all = all.add(other.keyPackage.keyPackage());
    }
    Committed added = atAlice.commit(all, NOW, random);
    atAlice = added.group().adopt(added.pending()).group();
    Group atFrank = others.getLast().join(added.welcome().orElseThrow());

    Committed removed =
        atAlice.commit(CommitRequest.update().remove(new LeafIndex(3)), NOW, random);
    atAlice = removed.group().adopt(removed.pending()).group();
    atFrank = following(atFrank, removed);
    CommitRequest pathless = CommitRequest.update().add(erin.keyPackage.keyPackage()).withoutPath();
    Committed entered = atAlice.commit(pathless, NOW, random);
    atAlice = entered.group().adopt(entered.pending()).group();
    atFrank = following(atFrank, entered);
    Group atErin = erin.join(entered.welcome().orElseThrow());
    assertThat(atErin.me().index()).isEqualTo(new LeafIndex(3));

    Committed update = atFrank.commit(CommitRequest.update(), NOW, random);
    atFrank = update.group().adopt(update.pending()).group();
    agree(atFrank, following(atAlice, update), following(atErin, update));
  }

  private static Group following(Group group, Committed committed) throws Exception {
    MlsMessage message = MlsMessage.decode(committed.message());
    return ((Received.CommitMessage) group.process(message, NOW)).adopt().group();
  }

  private static void agree(Group first, Group... others) throws Exception {
    for (Group other : others) {
      assertThat(other.epochAuthenticator()).isEqualTo(first.epochAuthenticator());
      assertThat(other.context()).usingRecursiveComparison().isEqualTo(first.context());
      Group stored = Group.decode(other.encode(), other.settings());
      assertThat(stored.encode()).isEqualTo(other.encode());
    }
  }
}
