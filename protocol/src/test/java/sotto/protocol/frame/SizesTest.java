package sotto.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.wire.Bytes;

/// Rules 16: "Application messages 256 KiB. Commits and Welcomes up to 16 MiB. At most 64 adds."
@Tag("rule-16")
class SizesTest {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;
  private static final ClientAddress WHO =
      new ClientAddress(new Address("alice", "localhost"), ClientId.of(new byte[16]));

  @Test
  void anApplicationMessageHas256KibibytesAtTheMost() throws Exception {
    SubmissionBody largest = new SubmissionBody.Application(Bytes.of(new byte[256 * KIB]));
    assertThat(SubmissionBody.decode(new Reader(encoded(1, 256 * KIB)))).isEqualTo(largest);
    assertThatThrownBy(() -> new SubmissionBody.Application(Bytes.of(new byte[256 * KIB + 1])))
        .isInstanceOf(IllegalArgumentException.class);
    refused(encoded(1, 256 * KIB + 1));
  }

  @Test
  void aProposalACommitAndAWelcomeHave16MebibytesAtTheMost() throws Exception {
    for (int kind : List.of(2, 3)) {
      SubmissionBody read = SubmissionBody.decode(new Reader(encoded(kind, 16 * MIB)));
      assertThat(read).isNotInstanceOf(SubmissionBody.Application.class);
      refused(encoded(kind, 16 * MIB + 1));
    }
    byte[] welcome = new Writer().uint8(0).opaque(new byte[16 * MIB]).toBytes();
    assertThat(WelcomeFor.decode(new Reader(welcome)).welcome().size()).isEqualTo(16 * MIB);
    byte[] larger = new Writer().uint8(0).opaque(new byte[16 * MIB + 1]).toBytes();
    assertThatThrownBy(() -> WelcomeFor.decode(new Reader(larger)))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void aWelcomeIsFor64AtTheMostAndACommitHas64() {
    Bytes nothing = Bytes.of(new byte[0]);
    WelcomeFor some = new WelcomeFor(Collections.nCopies(64, WHO), nothing);
    assertThat(some.recipients()).hasSize(64);
    assertThatThrownBy(() -> new WelcomeFor(Collections.nCopies(65, WHO), nothing))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new SubmissionBody.Commit(nothing, Collections.nCopies(65, some), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] encoded(int kind, int size) {
    Writer out = new Writer().uint8(kind).opaque(new byte[size]);
    return kind == 3 ? out.uint8(0).uint8(0).toBytes() : out.toBytes();
  }

  private static void refused(byte[] encoded) {
    assertThatThrownBy(() -> SubmissionBody.decode(new Reader(encoded)))
        .isInstanceOf(MlsException.class);
  }
}
