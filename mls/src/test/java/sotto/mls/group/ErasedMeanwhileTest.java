package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static sotto.mls.group.Person.NOW;

import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;
import sotto.mls.crypto.HashFunction;
import sotto.mls.message.GroupId;
import sotto.mls.tree.Extensions;

/// One thread reads a Group value while another goes on to the next one and erases what that
/// consumed. What would then be made of zeros, which anybody can make, goes nowhere.
@Tag("invariant-11")
class ErasedMeanwhileTest {
  private static final byte[] NOTHING = new byte[0];

  private final Random random = new Random(13);
  private final Meanwhile crypto = new Meanwhile();
  private final Settings settings =
      Settings.of(crypto, AuthenticationService.unsafeBelieveEverything()).withPolicy(Policy.ALL);

  /// Does what the other thread does, in the middle of the next HMAC.
  private static final class Meanwhile implements DelegatingCrypto {
    private Runnable other = () -> {};

    @Override
    public Crypto rest() {
      return Person.CRYPTO;
    }

    @Override
    public byte[] hmac(HashFunction hash, byte[] key, byte[]... parts) {
      other.run();
      return rest().hmac(hash, key, parts);
    }
  }

  private Group founded() {
    Person alice = new Person("alice", Person.CLASSIC, settings, random);
    return Group.create(
        settings,
        alice.identity,
        GroupParameters.of(GroupId.random(random), Person.CLASSIC),
        NOW,
        random);
  }

  @Test
  void whatIsExportedWhileAnotherThreadErasesGoesNowhere() throws Exception {
    for (boolean info : List.of(false, true)) {
      Group group = founded();
      Committed next = group.commit(CommitRequest.update(), NOW, random);
      Consumed consumed = next.group().adopt(next.pending()).consumed();
      ThrowingCallable read =
          info
              ? () -> group.groupInfo(TreePlacement.INSIDE, Extensions.NONE, random)
              : () -> group.export("label", NOTHING, 32);
      assertThat(group.export("label", NOTHING, 32).length()).isEqualTo(32);
      crypto.other = consumed::erase;
      assertThatIllegalStateException().isThrownBy(read).withMessageContaining("erased");
      crypto.other = () -> {};
    }
  }

  @Test
  void nothingIsSealedUnderAKeyThatAnotherThreadErases() throws Exception {
    Group group = founded();
    Group copy = Group.decode(group.encode(), settings);
    crypto.other = group::erase;
    assertThatIllegalStateException()
        .isThrownBy(() -> group.protect(NOTHING, NOTHING, Padding.NONE, random));
    crypto.other = () -> {};
    assertThat(copy.protect(NOTHING, NOTHING, Padding.NONE, random).message()).isNotEmpty();
  }
}
