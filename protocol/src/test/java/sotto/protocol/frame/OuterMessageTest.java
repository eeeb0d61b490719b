package sotto.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Bytes;

/// Rule 7: the server reads group id, epoch and content type from the MLS message itself.
class OuterMessageTest {
  private static final Bytes GROUP = Bytes.ofHex("00112233");
  private static final Bytes OTHER = Bytes.ofHex("00112234");

  private static Bytes privateMessage(Bytes group, long epoch, int contentType) {
    Writer out = new Writer().uint16(1).uint16(2);
    group.writeOpaque(out);
    out.uint64(epoch).uint8(contentType).opaque(new byte[8]);
    return Bytes.wrap(out.opaque(new byte[28]).opaque(new byte[512]).toBytes());
  }

  private static void check(SubmissionBody body, Bytes group, long epoch) throws MlsException {
    new Submission(SubmissionId.of(new byte[16]), 1, group, epoch, body).checkOuterFields();
  }

  @Test
  void aMessageThatSaysTheSameInsideAndOutsideIsAccepted() throws Exception {
    check(new SubmissionBody.Application(privateMessage(GROUP, 5, 1)), GROUP, 5);
    check(new SubmissionBody.Proposal(privateMessage(GROUP, 5, 2)), GROUP, 5);
    check(new SubmissionBody.Commit(privateMessage(GROUP, 5, 3), List.of(), List.of()), GROUP, 5);
  }

  @Tag("rule-7")
  @Test
  void aMessageOfAnotherGroupEpochOrKindIsRefused() {
    Bytes message = privateMessage(GROUP, 5, 1);
    assertThatThrownBy(() -> check(new SubmissionBody.Application(message), OTHER, 5))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> check(new SubmissionBody.Application(message), GROUP, 6))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> check(new SubmissionBody.Proposal(message), GROUP, 5))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(
            () -> check(new SubmissionBody.Commit(message, List.of(), List.of()), GROUP, 5))
        .isInstanceOf(MlsException.class);
  }

  @Tag("rule-17")
  @Test
  void aPublicMessageIsRefused() {
    Bytes message = Bytes.ofHex("00010001");
    assertThatThrownBy(() -> check(new SubmissionBody.Proposal(message), GROUP, 5))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("PrivateMessage");
  }

  @Test
  void theForkTagCanBeRead() throws Exception {
    OuterMessage outer = OuterMessage.read(privateMessage(GROUP, 5, 1));
    assertThat(outer)
        .isEqualTo(
            new OuterMessage.Private(
                GROUP, 5, OuterMessage.ContentType.APPLICATION, Bytes.of(new byte[8])));
  }
}
