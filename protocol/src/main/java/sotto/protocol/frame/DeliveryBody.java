package sotto.protocol.frame;

import java.time.Instant;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The kinds of queue entry.
///
/// ```
/// enum { message(1), welcome(2), rejoin(3), tombstone(4), (255) } DeliveryKind;
/// struct {
///   DeliveryKind kind;
///   select (DeliveryBody.kind) {
///     case message:   SubmissionId submission; opaque message<V>;
///     case welcome:   SubmissionId submission; opaque welcome<V>;
///     case rejoin:    SubmissionId submission; SignedRejoinRequest request;
///     case tombstone: uint64 count; uint64 from; uint64 to; uint8 rejoin;
///   };
/// } DeliveryBody;
/// ```
public sealed interface DeliveryBody extends Encodable {
  /// An application message, Proposal or Commit of the group.
  record Message(SubmissionId submission, Bytes message) implements DeliveryBody {
    public Message {
      message.atMost(Limits.MAX_HANDSHAKE_MESSAGE, "a message");
    }

    @Override
    public void encode(Writer out) {
      out.uint8(1).struct(submission);
      message.writeOpaque(out);
    }
  }

  record Welcome(SubmissionId submission, Bytes welcome) implements DeliveryBody {
    public Welcome {
      welcome.atMost(Limits.MAX_HANDSHAKE_MESSAGE, "a Welcome");
    }

    @Override
    public void encode(Writer out) {
      out.uint8(2).struct(submission);
      welcome.writeOpaque(out);
    }
  }

  record Rejoin(SubmissionId submission, SignedRejoinRequest request) implements DeliveryBody {
    @Override
    public void encode(Writer out) {
      out.uint8(3).struct(submission).struct(request);
    }
  }

  /// So many messages of the group were dropped, accepted between these times. With `rejoin` a
  /// Commit or Welcome was among them: the group can only be read again after a rejoin.
  record Tombstone(long count, Instant from, Instant to, boolean rejoin) implements DeliveryBody {
    public Tombstone {
      from = Fields.millis(from);
      to = Fields.millis(to);
    }

    @Override
    public void encode(Writer out) {
      out.uint8(4).uint64(count);
      Fields.time(out, from);
      Fields.time(out, to);
      Fields.flag(out, rejoin);
    }
  }

  static DeliveryBody decode(Reader in) throws MlsException {
    return switch (in.uint8()) {
      case 1 ->
          new Message(SubmissionId.decode(in), Fields.opaque(in, Limits.MAX_HANDSHAKE_MESSAGE));
      case 2 ->
          new Welcome(SubmissionId.decode(in), Fields.opaque(in, Limits.MAX_HANDSHAKE_MESSAGE));
      case 3 -> new Rejoin(SubmissionId.decode(in), SignedRejoinRequest.decode(in));
      case 4 -> new Tombstone(Fields.count(in), Fields.time(in), Fields.time(in), Fields.flag(in));
      default -> throw new MlsException("A queue entry is of no known kind.");
    };
  }
}
