package sotto.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.wire.Bytes;
import sotto.server.delivery.Effect;
import sotto.server.delivery.Ticket;
import sotto.server.store.QueueReader;

/// The frames that are written by hand are those of the codec, byte for byte.
class FramesTest {
  private final Random random = new Random(2);

  @Test
  void deliveriesAndVerdictsAreWrittenAsTheCodecWritesThem() throws Exception {
    for (int groupSize : new int[] {1, 16, 63, 64}) {
      for (int size : new int[] {0, 60, 1_000, 70_000}) {
        Instant at = Instant.ofEpochMilli(1_234_567);
        SubmissionId id = SubmissionId.of(bytes(16));
        DeliveryBody body = new DeliveryBody.Message(id, Bytes.of(bytes(size)));
        Bytes group = Bytes.of(bytes(groupSize));
        ByteBuf out = Unpooled.buffer();
        Frames.push(out, new QueueReader.Pending(77, 2, group, 1_234_567, body.encoded()));
        ServerFrame expected = new ServerFrame.Deliver(new Delivery(77, 2, group, at, body));
        assertThat(payload(out)).isEqualTo(ServerReply.unasked(expected).encoded());
        Verdict accepted = new Verdict.Accepted(at, List.of());
        out = Unpooled.buffer();
        Frames.judged(out, 9, new Effect.Judged(new Nobody(), id, accepted));
        assertThat(payload(out))
            .isEqualTo(new ServerReply(9, new ServerFrame.Judged(id, accepted)).encoded());
      }
    }
  }

  @Test
  void theDigestOfAFrameIsTheSubmissionsHash() {
    Bytes message = Bytes.of(bytes(500));
    var submission =
        new Submission(
            SubmissionId.of(bytes(16)),
            7,
            Bytes.of(bytes(32)),
            3,
            new SubmissionBody.Application(message));
    var frame = new ClientFrame.Submit(submission);
    byte[] encoded = new ClientRequest(12, frame).encoded();
    assertThat(SubmissionDigest.of(encoded)).isEqualTo(submission.hash().bytes());
  }

  private record Nobody() implements Ticket {}

  private static byte[] payload(ByteBuf out) {
    assertThat(out.readUnsignedByte()).isEqualTo((short) 0x82);
    long length = out.readUnsignedByte();
    if (length == 126) {
      length = out.readUnsignedShort();
    } else if (length == 127) {
      length = out.readLong();
    }
    byte[] payload = new byte[(int) length];
    out.readBytes(payload);
    assertThat(out.isReadable()).isFalse();
    return payload;
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
