package sotto.protocol.frame;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// What a client did with one queue entry.
///
/// ```
/// enum { stored(1), later(2), refused(3), (255) } Outcome;
/// enum { damaged(1), fork(2), unknown_group(3), unreadable(4), policy(5), identity(6), (255) }
///   RefusalReason;
/// struct {
///   uint64 entry;
///   Outcome outcome;
///   select (Acknowledgement.outcome) {
///     case stored:  struct {};      // durably, or a duplicate: the server may forget it
///     case later:   struct {};      // waits for something: the server keeps it
///     case refused: RefusalReason reason;
///   };
/// } Acknowledgement;
/// ```
public sealed interface Acknowledgement extends Encodable {
  long entry();

  record Stored(long entry) implements Acknowledgement {
    @Override
    public void encode(Writer out) {
      out.uint64(entry).uint8(1);
    }
  }

  record Later(long entry) implements Acknowledgement {
    @Override
    public void encode(Writer out) {
      out.uint64(entry).uint8(2);
    }
  }

  record Refused(long entry, Reason reason) implements Acknowledgement {
    @Override
    public void encode(Writer out) {
      out.uint64(entry).uint8(3).uint8(reason.ordinal() + 1);
    }
  }

  enum Reason {
    /// It bears our epoch's fork tag and does not open.
    DAMAGED,
    /// It bears another fork tag.
    FORK,
    UNKNOWN_GROUP,
    /// It opens, and its content cannot be read.
    UNREADABLE,
    /// The group's rules forbid it.
    POLICY,
    /// Its sender's identity is in doubt.
    IDENTITY
  }

  static Acknowledgement decode(Reader in) throws MlsException {
    long entry = Fields.count(in);
    return switch (in.uint8()) {
      case 1 -> new Stored(entry);
      case 2 -> new Later(entry);
      case 3 -> new Refused(entry, reason(in));
      default -> throw new MlsException("An acknowledgement has no known outcome.");
    };
  }

  private static Reason reason(Reader in) throws MlsException {
    int number = in.uint8();
    if (number < 1 || number > Reason.values().length) {
      throw new MlsException("An entry is refused for no known reason.");
    }
    return Reason.values()[number - 1];
  }
}
