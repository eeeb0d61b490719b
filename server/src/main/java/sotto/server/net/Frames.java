package sotto.server.net;

import io.netty.buffer.ByteBuf;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.wire.Bytes;
import sotto.server.delivery.Effect;
import sotto.server.delivery.Entry;
import sotto.server.store.QueueReader;

/// Server frames as binary WebSocket messages, written straight into the connection's buffer. The
/// two that come by the hundred thousand are written field by field; [FramesTest] holds them
/// against the codec.
final class Frames {
  private static final int BINARY = 0x82;
  private static final int JUDGED = 135;
  private static final int DELIVER = 136;

  private Frames() {}

  static void reply(ByteBuf out, ServerReply reply) {
    byte[] encoded = reply.encoded();
    header(out, encoded.length);
    out.writeBytes(encoded);
  }

  static void judged(ByteBuf out, long request, Effect.Judged judged) {
    if (judged.verdict() instanceof Verdict.Accepted accepted && accepted.notReached().isEmpty()) {
      accepted(out, request, judged.id(), accepted.at().toEpochMilli());
    } else {
      reply(out, new ServerReply(request, new ServerFrame.Judged(judged.id(), judged.verdict())));
    }
  }

  static void push(ByteBuf out, Entry entry) {
    deliver(out, entry.number(), 1, entry.group(), entry.accepted(), entry.body());
  }

  static void push(ByteBuf out, QueueReader.Pending entry) {
    deliver(out, entry.number(), entry.offer(), entry.group(), entry.accepted(), entry.body());
  }

  private static void accepted(ByteBuf out, long request, SubmissionId id, long at) {
    header(out, 1 + 4 + 16 + 1 + 8 + 1);
    out.writeByte(JUDGED).writeInt((int) request);
    out.writeBytes(id.bytes().toArray());
    out.writeByte(1).writeLong(at).writeByte(0);
  }

  private static void deliver(
      ByteBuf out, long entry, int offer, Bytes group, long at, byte[] body) {
    header(out, 1 + 4 + 8 + 1 + 1 + group.size() + 8 + body.length + (group.size() > 63 ? 1 : 0));
    out.writeByte(DELIVER).writeInt(0).writeLong(entry).writeByte(offer);
    length(out, group.size());
    out.writeBytes(group.toArray()).writeLong(at).writeBytes(body);
  }

  /// RFC 9420 §2.1.2, for the short lengths of ids.
  private static void length(ByteBuf out, int length) {
    if (length < 64) {
      out.writeByte(length);
    } else {
      out.writeShort(length | 0x4000);
    }
  }

  /// RFC 6455 §5.2: final, binary, not masked.
  private static void header(ByteBuf out, int length) {
    out.writeByte(BINARY);
    if (length < 126) {
      out.writeByte(length);
    } else if (length < 1 << 16) {
      out.writeByte(126).writeShort(length);
    } else {
      out.writeByte(127).writeLong(length);
    }
  }
}
