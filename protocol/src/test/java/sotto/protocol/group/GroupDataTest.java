package sotto.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.protocol.Mutations;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.SubmissionBody.Predecessor;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ConversationId;
import sotto.protocol.identity.Hash;
import sotto.protocol.wire.Bytes;

/// Rules 16, 18 and 24: what a conversation keeps in its group's extensions.
class GroupDataTest {
  private static final Address ALICE = new Address("alice", "example.org");

  private static void survives(byte[] bytes, Mutations.RoundTrip trip) throws Exception {
    Mutations.comesBack(bytes, trip);
    Mutations.everyTruncationIsRefused(bytes, trip);
    Mutations.everyBitFlipEndsInOneOfTwoWays(bytes, trip);
  }

  @Test
  void conversationDataComesBackAndEveryDamageIsRefusedOrHarmless() throws Exception {
    ConversationData named =
        ConversationData.many(ConversationId.of(new byte[16]), "Garden", List.of(ALICE));
    ConversationData successor =
        new ConversationData(
            named.id(),
            named.kind(),
            named.name(),
            named.administrators(),
            Optional.of(new Predecessor(Bytes.of(new byte[16]), 9)));
    for (ConversationData data :
        List.of(named, successor, ConversationData.direct(ConversationId.of(new byte[16])))) {
      assertThat(ConversationData.decode(data.encoded())).isEqualTo(data);
      survives(data.encoded(), b -> ConversationData.decode(b).encoded());
    }
  }

  @Test
  void anAdministratorNamedTwiceIsRefused() {
    byte[] twice =
        ConversationData.many(ConversationId.of(new byte[16]), "Garden", List.of(ALICE, ALICE))
            .encoded();
    assertThatThrownBy(() -> ConversationData.decode(twice)).isInstanceOf(MlsException.class);
  }

  @Tag("rule-16")
  @Test
  void aTreePointerComesBackAndDoesNotPrintItsKey() throws Exception {
    byte[] key = new byte[16];
    key[0] = (byte) 0xab;
    TreePointer pointer =
        new TreePointer(BlobId.of(new byte[32]), 70_000, Hash.NONE, Bytes.of(key));
    survives(pointer.encoded(), b -> TreePointer.decode(b).encoded());
    assertThat(pointer.toString()).doesNotContain("ab");
  }

  /// Rule 19: forks show.
  @Tag("rule-19")
  @Test
  void theForkTagTellsOurEpochFromAnother() {
    ForkTag ours = new ForkTag(Bytes.ofHex("0102030405060708"));
    assertThat(ours.isIn(Bytes.of(ours.encoded()))).isTrue();
    assertThat(ours.isIn(Bytes.ofHex("0102030405060709"))).isFalse();
    assertThat(ours.isIn(Bytes.EMPTY)).isFalse();
  }
}
