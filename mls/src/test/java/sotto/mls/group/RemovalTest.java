package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.WireFormat;

/// RFC 9420 §12.4.2: "clients need to be prepared to receive a valid Commit message that removes
/// them from the group. In this case, the client cannot send any more messages in the group".
class RemovalTest {
  private Insider insider;
  private byte[] late;
  private MlsMessage other;
  private PendingCommit pending;
  private Group before;
  private byte[] stored;
  private Received.Removal removal;

  @BeforeEach
  void aliceRemovesBob() throws Exception {
    insider = new Insider();
    Policy secretly = Policy.ALL.withHandshakeFormat(WireFormat.PRIVATE_MESSAGE);
    Group atAlice = insider.atAlice.with(insider.settings.withPolicy(secretly));
    other =
        MlsMessage.decode(
            insider.copy(atAlice).commit(CommitRequest.update(), NOW, insider.random).message());
    Sent sent = atAlice.protect(new byte[] {7}, NOTHING, Padding.NONE, insider.random);
    late = sent.message();
    CommitRequest remove = CommitRequest.update().remove(insider.atBob.me().index());
    byte[] commit = sent.group().commit(remove, NOW, insider.random).message();
    Committed own = insider.atBob.commit(CommitRequest.update(), NOW, insider.random);
    before = own.group();
    pending = own.pending();
    stored = before.encode();
    removal = (Received.Removal) before.process(MlsMessage.decode(commit), NOW);
  }

  private void nothingIsSent(String why, Group group) {
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> group.protect(NOTHING, NOTHING, Padding.NONE, insider.random),
            () -> group.commit(CommitRequest.update(), NOW, insider.random),
            () -> group.propose(new Proposal.SelfRemove(), NOTHING, NOW, insider.random),
            () -> group.proposeUpdate(Optional.empty(), NOTHING, NOW, insider.random),
            () -> group.adopt(pending))) {
      assertThatIllegalStateException().isThrownBy(use).withMessageContaining(why);
    }
  }

  @Test
  void whoWasRemovedSendsNothingMore() throws Exception {
    nothingIsSent("one transition", before);
    nothingIsSent("removed this client", removal.group());
    assertThatThrownBy(() -> removal.group().process(other, NOW))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("no further epochs");
    assertThat(removal.consumed().secrets()).isNotEmpty();
    removal.consumed().erase();
    removal.group().erase();
  }

  @Test
  void butReadsWhatComesLate() throws Exception {
    removal.consumed().erase();
    Received read = removal.group().process(MlsMessage.decode(late), NOW);
    Received.ApplicationMessage message = (Received.ApplicationMessage) read;
    assertThat(message.content()).containsExactly(7);
    nothingIsSent("removed this client", message.group());
  }

  @Test
  void andWhatIsStoredOfItSendsNothingEither() throws Exception {
    nothingIsSent("removed this client", insider.copy(removal.group()));
    Map<Long, byte[]> rows = new TreeMap<>(Group.decode(stored, insider.settings).rows());
    removal.group().changesSince(before).put().forEach(rows::put);
    removal.group().changesSince(before).removed().forEach(rows::remove);
    Group again = Group.decode(removal.group().encodeEpoch(), rows, insider.settings);
    assertThat(again.encode()).isEqualTo(removal.group().encode());
    Received read = again.process(MlsMessage.decode(late), NOW);
    nothingIsSent("removed this client", ((Received.ApplicationMessage) read).group());
  }

  @Test
  void anApplicationThatDoesNotTakeTheRemovalGoesOn() throws Exception {
    Group refused = removal.refused();
    assertThat(refused.encode()).isEqualTo(stored);
    Received taken = insider.copy(refused).process(other, NOW);
    assertThat(taken).isInstanceOf(Received.CommitMessage.class);
    Sent sent = refused.protect(NOTHING, NOTHING, Padding.NONE, insider.random);
    assertThatIllegalStateException()
        .isThrownBy(() -> removal.refused().erase())
        .withMessageContaining("one transition");
    assertThat(sent.group().adopt(pending).group().epoch()).isEqualTo(2);
  }
}
