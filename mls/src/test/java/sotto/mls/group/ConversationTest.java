package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static sotto.mls.group.Person.NOW;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;

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
    atAlice = ((Received.CommitMessage) atAlice.process(removal, NOW)).adopt().group();
    atCarol = removed.group().adopt(removed.pending()).group();
    agree(atAlice, atCarol);
    assertThat(atAlice.members()).hasSize(2);
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
