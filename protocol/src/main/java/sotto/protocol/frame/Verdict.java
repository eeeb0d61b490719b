package sotto.protocol.frame;

import java.time.Instant;
import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Hash;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// The server's answer to a submission: the same for as long as it remembers it.
///
/// ```
/// enum { accepted(1), wrong_epoch(2), refused(3), (255) } VerdictKind;
/// enum { full(1), gone(2), (255) } NotReached;
/// struct {
///   VerdictKind kind;
///   select (Verdict.kind) {
///     case accepted:    uint64 at;
///                       struct { ClientAddress who; NotReached why; } not_reached<V>;
///     case wrong_epoch: uint64 epoch;         // the group's current one
///                       Hash commit;          // SHA-256 of the MLSMessage that began it
///     case refused:     Refusal refusal;
///   };
/// } Verdict;
/// ```
public sealed interface Verdict extends Encodable {
  /// Durable, and in the queues of all recipients but those named.
  record Accepted(Instant at, List<Missed> notReached) implements Verdict {
    public Accepted {
      at = Fields.millis(at);
      notReached = Fields.atMost(notReached, Limits.MAX_ROSTER, "the recipients not reached");
    }

    @Override
    public void encode(Writer out) {
      Fields.time(out.uint8(1), at);
      out.vector(notReached);
    }
  }

  /// Another Commit won. Its bytes come through the queue, once.
  record WrongEpoch(long epoch, Hash commit) implements Verdict {
    @Override
    public void encode(Writer out) {
      out.uint8(2).uint64(epoch).struct(commit);
    }
  }

  record Refused(Refusal refusal) implements Verdict {
    @Override
    public void encode(Writer out) {
      out.uint8(3).struct(refusal);
    }
  }

  /// A recipient in whose queue the message is not.
  record Missed(ClientAddress who, Reason why) implements Encodable {
    /// The queue is full and refuses what is new, or the client does not exist any more.
    public enum Reason {
      FULL,
      GONE
    }

    @Override
    public void encode(Writer out) {
      out.struct(who).uint8(why.ordinal() + 1);
    }

    static Missed decode(Reader in) throws MlsException {
      return new Missed(ClientAddress.decode(in), reason(in));
    }

    private static Reason reason(Reader in) throws MlsException {
      return switch (in.uint8()) {
        case 1 -> Reason.FULL;
        case 2 -> Reason.GONE;
        default -> throw new MlsException("A recipient was not reached for no known reason.");
      };
    }
  }

  static Verdict decode(Reader in) throws MlsException {
    return switch (in.uint8()) {
      case 1 -> new Accepted(Fields.time(in), Fields.list(in, Limits.MAX_ROSTER, Missed::decode));
      case 2 -> new WrongEpoch(Fields.count(in), Hash.decode(in));
      case 3 -> new Refused(Refusal.decode(in));
      default -> throw new MlsException("A verdict is of no known kind.");
    };
  }
}
