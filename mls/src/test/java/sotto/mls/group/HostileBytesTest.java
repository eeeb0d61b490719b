package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.group.Person.NOW;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.tree.Extensions;

/// Decoders end in a value or in the one checked exception, whatever the bytes.
class HostileBytesTest {
  private static final int SAMPLES = 4000;

  private final Random random = new Random(17);
  private final Person alice = new Person("alice", Person.CLASSIC, Person.open(), random);
  private final Person bob = new Person("bob", Person.CLASSIC, Person.open(), random);

  @Test
  void alteredMessagesAndStatesDecodeOrAreRefused() throws Exception {
    Group founded =
        Group.create(
            alice.settings,
            alice.identity,
            GroupParameters.of(GroupId.random(random), Person.CLASSIC),
            NOW,
            random);
    Committed committed =
        founded.commit(CommitRequest.update().add(bob.keyPackage.keyPackage()), NOW, random);
    Group group = committed.group().adopt(committed.pending()).group();
    byte[][] messages = {
      committed.message(),
      committed.welcome().orElseThrow(),
      bob.keyPackage.keyPackage().toMessage(),
      group.groupInfo(TreePlacement.INSIDE, Extensions.NONE, random).toMessage(),
    };
    byte[] state = group.encode();
    byte[] keys = bob.keyPackage.encode();
    int refusals = 0;
    for (int i = 0; i < SAMPLES; i++) {
      byte[] message = altered(messages[i % messages.length]);
      refusals += refused(() -> MlsMessage.decode(message).toMessage()) ? 1 : 0;
      refusals += refused(() -> KeyPackageSecrets.decode(altered(keys)).encode()) ? 1 : 0;
      refusals += refused(() -> Group.decode(altered(state), alice.settings).encode()) ? 1 : 0;
    }
    assertThat(refusals).isPositive();
  }

  @FunctionalInterface
  private interface Reading {
    byte[] read() throws MlsException;
  }

  private static boolean refused(Reading reading) {
    try {
      return reading.read().length == 0;
    } catch (MlsException e) {
      return true;
    }
  }

  private byte[] altered(byte[] genuine) {
    byte[] altered = genuine.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
    }
    return altered;
  }
}
