package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.Commit;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.SafeAad;
import sotto.mls.message.SafeAad.Item;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.ComponentData;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;

/// What components say beside a message, where the GroupContext has `safe_aad`
/// (draft-ietf-mls-extensions §4.9).
class SafeAadTest {
  private static final SafeAad SAID =
      new SafeAad(List.of(new Item(0x8000, new byte[] {1}), new Item(0x8001, NOTHING)));

  private final Insider insider;

  SafeAadTest() throws Exception {
    AppDataDictionary asked = AppDataDictionary.EMPTY.withList(ComponentData.SAFE_AAD, List.of());
    insider =
        new Insider(
            Extensions.of(Extension.of(ExtensionType.APP_DATA_DICTIONARY, asked)), Person.open());
  }

  @Test
  void itemsAreSortedAndNothingFollows() throws Exception {
    byte[] encoded = SAID.encoded();
    assertThat(SafeAad.decode(encoded)).isEqualTo(SAID);
    assertThat(SAID.find(0x8000)).contains(new byte[] {1});
    assertThat(SAID.find(1)).isEmpty();
    assertThat(SafeAad.NOTHING.encoded()).containsExactly(0);
    Item item = new Item(5, NOTHING);
    for (List<Item> wrong : List.of(List.of(item, item), List.of(item, new Item(4, NOTHING)))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new SafeAad(wrong));
      assertThatThrownBy(() -> SafeAad.decode(new Writer().vector(wrong).toBytes()))
          .isInstanceOf(MlsException.class)
          .hasMessageContaining("not sorted");
    }
    assertThatThrownBy(() -> SafeAad.decode(new byte[] {0, 0})).isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> SafeAad.decode(NOTHING)).isInstanceOf(MlsException.class);
  }

  @Test
  void membersSendNothingElseAndAnEmptyOneByThemselves() throws Exception {
    Sent empty = insider.atAlice.protect(NOTHING, NOTHING, Padding.NONE, insider.random);
    insider.atAlice = empty.group();
    assertThat(received(empty).authenticatedData()).isEqualTo(SafeAad.NOTHING.encoded());
    Sent said = insider.atAlice.protect(NOTHING, SAID.encoded(), Padding.NONE, insider.random);
    insider.atAlice = said.group();
    assertThat(SafeAad.decode(received(said).authenticatedData())).isEqualTo(SAID);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> insider.atAlice.protect(NOTHING, new byte[] {9}, Padding.NONE, insider.random))
        .withMessageContaining("SafeAad");
    Committed committed = insider.atAlice.commit(CommitRequest.update(), NOW, insider.random);
    insider.taken(MlsMessage.decode(committed.message()));
  }

  private Received.ApplicationMessage received(Sent sent) throws Exception {
    Received.ApplicationMessage message =
        (Received.ApplicationMessage) insider.atBob.process(MlsMessage.decode(sent.message()), NOW);
    insider.atBob = message.group();
    return message;
  }

  @Test
  void aMessageWithSomethingElseBesideItIsRefused() throws Exception {
    // An Insider writes nothing into the field, which is no SafeAAD.
    insider.refused(insider.open(new Commit(List.of(), Optional.empty())), "no SafeAAD");
    insider.refused(insider.open(new Proposal.Remove(new LeafIndex(2))), "no SafeAAD");
    insider.refused(insider.sealed(new ApplicationData(NOTHING)), "no SafeAAD");
  }

  @Test
  void norIsOneOfAPastEpochTaken() throws Exception {
    MlsMessage wrong = insider.sealed(new ApplicationData(NOTHING));
    Sent right = insider.atAlice.protect(NOTHING, SAID.encoded(), Padding.NONE, insider.random);
    insider.atBob =
        Group.decode(
            insider.atBob.encode(), insider.settings.withBounds(Bounds.DEFAULT.withPast(1, 0)));
    Committed next = insider.atBob.commit(CommitRequest.update(), NOW, insider.random);
    insider.atBob = next.group().adopt(next.pending()).group();
    insider.refused(wrong, "no SafeAAD");
    assertThat(received(right).epoch()).isEqualTo(1);
  }

  @Test
  void newcomersFrameTheirsToo() throws Exception {
    GroupInfo info =
        insider.atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    ExternalJoin join = ExternalJoin.NEW.withAuthenticatedData(SAID.encoded());
    byte[] commit =
        Group.joinExternally(
                insider.settings, info, insider.dave.identity, join, NOW, insider.random)
            .message();
    PublicMessage sent = (PublicMessage) MlsMessage.decode(commit);
    assertThat(sent.content().authenticatedData()).isEqualTo(SAID.encoded());
    insider.taken(sent);
    byte[] proposal =
        ExternalProposal.toJoin(
            Person.CRYPTO,
            insider.atAlice.groupId(),
            insider.atAlice.epoch(),
            insider.dave.keyPackage.keyPackage(),
            insider.dave.identity.keys(),
            SafeAad.NOTHING.encoded(),
            insider.random);
    insider.taken(MlsMessage.decode(proposal));
  }
}
