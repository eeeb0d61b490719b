package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.group.Person.NOW;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.Welcome;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Extensions;

/// Whatever is altered is refused with the one checked exception, and nothing changes by it.
class TamperingTest {
  private static final byte[] NOTHING = new byte[0];
  private static final int SAMPLES = 250;

  private final Random random = new Random(11);

  @ParameterizedTest
  @ValueSource(ints = {1, 79})
  void alteredMessagesAreRefusedAndTheGenuineOneIsTaken(int id) throws Exception {
    CipherSuite suite = CipherSuite.of(id).orElseThrow();
    for (WireFormat format :
        new WireFormat[] {WireFormat.PRIVATE_MESSAGE, WireFormat.PUBLIC_MESSAGE}) {
      Settings settings = Person.open().withPolicy(Policy.ALL.withHandshakeFormat(format));
      Person alice = new Person("alice", suite, settings, random);
      Person bob = new Person("bob", suite, settings, random);
      Person carol = new Person("carol", suite, settings, random);
      GroupParameters parameters = GroupParameters.of(GroupId.random(random), suite);
      Group founded = Group.create(alice.settings, alice.identity, parameters, NOW, random);
      Committed added =
          founded.commit(CommitRequest.update().add(bob.keyPackage.keyPackage()), NOW, random);
      Group atAlice = added.group().adopt(added.pending()).group();
      checkWelcome(bob, added.welcome().orElseThrow());
      Group atBob = bob.join(added.welcome().orElseThrow());

      Sent sent = atAlice.protect(new byte[100], new byte[8], Padding.NONE, random);
      check(atBob, sent.message());
      Proposed proposed =
          sent.group()
              .propose(new Proposal.Add(carol.keyPackage.keyPackage()), NOTHING, NOW, random);
      check(atBob, proposed.message());
      Committed update =
          Group.decode(atAlice.encode(), settings)
              .commit(CommitRequest.update().add(carol.keyPackage.keyPackage()), NOW, random);
      check(atBob, update.message());
      var info =
          Group.decode(atBob.encode(), settings)
              .groupInfo(CommitRequest.TreeDelivery.INSIDE, Extensions.NONE, random);
      check(
          atBob,
          Group.joinExternally(settings, info, carol.identity, ExternalJoin.NEW, NOW, random)
              .message());
    }
  }

  /// The group is used up by the genuine message, so its copy is what is checked.
  private void check(Group group, byte[] genuine) throws Exception {
    Group receiver = Group.decode(group.encode(), group.settings());
    byte[] before = receiver.encode();
    for (int i = 0; i < SAMPLES; i++) {
      byte[] altered = altered(genuine, i);
      try {
        Received received = receiver.process(MlsMessage.decode(altered), NOW);
        throw new AssertionError("sample " + i + " was taken as " + received);
      } catch (MlsException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
    assertThat(receiver.encode()).isEqualTo(before);
    receiver.process(MlsMessage.decode(genuine), NOW);
  }

  private void checkWelcome(Person joiner, byte[] genuine) throws Exception {
    for (int i = 0; i < SAMPLES; i++) {
      try {
        Welcome welcome = (Welcome) MlsMessage.decode(altered(genuine, i));
        Group.join(
            joiner.settings,
            welcome,
            joiner.keyPackage,
            joiner.identity.keys(),
            Optional.empty(),
            NOW);
        throw new AssertionError("sample " + i + " was joined");
      } catch (MlsException | ClassCastException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  private byte[] altered(byte[] genuine, int sample) {
    int at = random.nextInt(genuine.length);
    if (sample % 10 == 8) {
      return Arrays.copyOf(genuine, at);
    }
    if (sample % 10 == 9) {
      return Arrays.copyOf(genuine, genuine.length + 1 + random.nextInt(64));
    }
    byte[] altered = genuine.clone();
    altered[at] ^= (byte) (1 << random.nextInt(8));
    return altered;
  }
}
