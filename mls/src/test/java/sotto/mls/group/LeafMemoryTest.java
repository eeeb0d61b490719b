package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Person.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.tree.Extensions;
import sotto.mls.treekem.RatchetTree;
import sotto.mls.treekem.RatchetTreeCodec;

/// What one group verified is not verified again, and what no group of its suite did is.
class LeafMemoryTest {
  private static final CipherSuite EDWARDS = CipherSuite.MLS_128_MLKEM768_AES256GCM_SHA384_Ed25519;
  private static final CipherSuite LATTICE = CipherSuite.MLS_192_MLKEM768_AES256GCM_SHA384_MLDSA65;
  private static final byte[] NOTHING = new byte[0];

  private final Random random = new Random(17);
  private final Listed memory = new Listed(new ArrayList<>());
  private final Settings settings = Person.open().withLeafMemory(memory);

  private record Listed(List<List<Byte>> hashes) implements LeafMemory {
    @Override
    public boolean knows(byte[] hash) {
      return hashes.contains(boxed(hash));
    }

    @Override
    public void remember(byte[] hash) {
      hashes.add(boxed(hash));
    }

    private static List<Byte> boxed(byte[] hash) {
      List<Byte> all = new ArrayList<>();
      for (byte each : hash) {
        all.add(each);
      }
      return all;
    }
  }

  private Group foundedBy(Person person, CipherSuite suite) {
    return Group.create(
        settings, person.identity, GroupParameters.of(GroupId.random(random), suite), NOW, random);
  }

  @Test
  void aLeafThatWasVerifiedInOneSuiteIsNotBelievedInAnother() throws Exception {
    Person alice = new Person("alice", EDWARDS, settings, random);
    Person bob = new Person("bob", EDWARDS, settings, random);
    Person dave = new Person("dave", EDWARDS, settings, random);
    CommitRequest both =
        CommitRequest.update().add(bob.keyPackage.keyPackage(), dave.keyPackage.keyPackage());
    dave.join(foundedBy(alice, EDWARDS).commit(both, NOW, random).welcome().orElseThrow());
    int verified = memory.hashes.size();
    assertThat(verified).isEqualTo(3);

    // Mallory claims that Bob, with that very leaf, is in a group whose keys are another scheme's.
    Person mallory = new Person("mallory", LATTICE, settings, random);
    Group founded = foundedBy(mallory, LATTICE);
    RatchetTree tree = founded.state().tree().add(bob.keyPackage.keyPackage().leafNode()).tree();
    GroupInfo claimed = claimed(mallory, founded, tree);
    ExternalJoin beside = ExternalJoin.NEW.withTree(RatchetTreeCodec.encode(tree));
    Person newcomer = new Person("dave", LATTICE, settings, random);
    assertThatThrownBy(
            () -> Group.joinExternally(settings, claimed, newcomer.identity, beside, NOW, random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("not signed by its member");
  }

  private GroupInfo claimed(Person mallory, Group group, RatchetTree tree) throws MlsException {
    GroupInfo info = group.groupInfo(TreePlacement.BESIDE, Extensions.NONE, random);
    GroupInfo unsigned =
        new GroupInfo(
            info.groupContext().withTreeHash(tree.treeHash()),
            info.extensions(),
            info.confirmationTag(),
            info.signer(),
            NOTHING);
    return unsigned.signed(
        new SuiteCrypto(LATTICE, Person.CRYPTO)
            .signWithLabel(
                Person.CRYPTO.signingKey(mallory.identity.keys()),
                GroupInfo.LABEL,
                unsigned.toBeSigned(),
                random));
  }
}
