package sotto.protocol.frame;

import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.OuterMessage.ContentType;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The kinds of submission.
///
/// ```
/// enum { application(1), proposal(2), commit(3), create(4), rejoin(5), (255) } SubmissionKind;
/// struct {
///   SubmissionKind kind;
///   select (SubmissionBody.kind) {
///     case application: opaque message<V>;       // an MLSMessage, at most 256 KiB
///     case proposal:    opaque message<V>;       // an MLSMessage, at most 16 MiB
///     case commit:      opaque message<V>;       // an MLSMessage, at most 16 MiB
///                       WelcomeFor welcomes<V>;
///                       ClientAddress roster<V>; // of the epoch that the Commit begins
///     case create:      optional<Predecessor> predecessor;
///     case rejoin:      SignedRejoinRequest request;
///   };
/// } SubmissionBody;
/// struct { opaque group_id<V>; uint64 epoch; } Predecessor;
/// ```
public sealed interface SubmissionBody extends Encodable {
  /// Refuses a body whose MLS message is not of this group and epoch, or not of this kind.
  void checkAgainst(Bytes group, long epoch) throws MlsException;

  record Application(Bytes message) implements SubmissionBody {
    public Application {
      message.atMost(Limits.MAX_APPLICATION_MESSAGE, "an application message");
    }

    @Override
    public void encode(Writer out) {
      message.writeOpaque(out.uint8(1));
    }

    @Override
    public void checkAgainst(Bytes group, long epoch) throws MlsException {
      OuterMessage.read(message).expect(ContentType.APPLICATION, group, epoch);
    }
  }

  record Proposal(Bytes message) implements SubmissionBody {
    public Proposal {
      message.atMost(Limits.MAX_HANDSHAKE_MESSAGE, "a Proposal");
    }

    @Override
    public void encode(Writer out) {
      message.writeOpaque(out.uint8(2));
    }

    @Override
    public void checkAgainst(Bytes group, long epoch) throws MlsException {
      OuterMessage.read(message).expect(ContentType.PROPOSAL, group, epoch);
    }
  }

  record Commit(Bytes message, List<WelcomeFor> welcomes, List<ClientAddress> roster)
      implements SubmissionBody {
    public Commit {
      message.atMost(Limits.MAX_HANDSHAKE_MESSAGE, "a Commit");
      welcomes = Fields.atMost(welcomes, Limits.MAX_ADDS_PER_COMMIT, "Welcomes");
      roster = Fields.atMost(roster, Limits.MAX_ROSTER, "a roster");
    }

    @Override
    public void encode(Writer out) {
      message.writeOpaque(out.uint8(3));
      out.vector(welcomes).vector(roster);
    }

    @Override
    public void checkAgainst(Bytes group, long epoch) throws MlsException {
      OuterMessage.read(message).expect(ContentType.COMMIT, group, epoch);
      for (WelcomeFor welcome : welcomes) {
        OuterMessage.read(welcome.welcome()).expectWelcome();
      }
    }
  }

  /// A new group, whose roster is its creator; `epoch` is 0.
  record Create(Optional<Predecessor> predecessor) implements SubmissionBody {
    @Override
    public void encode(Writer out) {
      out.uint8(4).optional(predecessor, Writer::struct);
    }

    @Override
    public void checkAgainst(Bytes group, long epoch) throws MlsException {
      if (epoch != 0) {
        throw new MlsException("A new group begins in an epoch other than 0.");
      }
    }
  }

  /// To the group's roster; `epoch` does not matter and is 0.
  record Rejoin(SignedRejoinRequest request) implements SubmissionBody {
    @Override
    public void encode(Writer out) {
      out.uint8(5).struct(request);
    }

    @Override
    public void checkAgainst(Bytes group, long epoch) throws MlsException {
      if (!request.request().group().equals(group)) {
        throw new MlsException("A rejoin request is for another group than its submission says.");
      }
      OuterMessage.read(request.request().keyPackage()).expectKeyPackage();
    }
  }

  /// The group that a new one succeeds, and the last epoch of it that all agreed on.
  record Predecessor(Bytes group, long epoch) implements Encodable {
    public Predecessor {
      group.atMost(Limits.MAX_GROUP_ID, "a group id");
    }

    @Override
    public void encode(Writer out) {
      group.writeOpaque(out);
      out.uint64(epoch);
    }

    public static Predecessor decode(Reader in) throws MlsException {
      return new Predecessor(Fields.opaque(in, Limits.MAX_GROUP_ID), Fields.count(in));
    }
  }

  static SubmissionBody decode(Reader in) throws MlsException {
    return switch (in.uint8()) {
      case 1 -> new Application(Fields.opaque(in, Limits.MAX_APPLICATION_MESSAGE));
      case 2 -> new Proposal(Fields.opaque(in, Limits.MAX_HANDSHAKE_MESSAGE));
      case 3 ->
          new Commit(
              Fields.opaque(in, Limits.MAX_HANDSHAKE_MESSAGE),
              Fields.list(in, Limits.MAX_ADDS_PER_COMMIT, WelcomeFor::decode),
              Fields.list(in, Limits.MAX_ROSTER, ClientAddress::decode));
      case 4 -> new Create(in.optional(Predecessor::decode));
      case 5 -> new Rejoin(SignedRejoinRequest.decode(in));
      default -> throw new MlsException("A submission is of no known kind.");
    };
  }
}
