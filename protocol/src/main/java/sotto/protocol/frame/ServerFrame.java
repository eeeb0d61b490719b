package sotto.protocol.frame;

import java.time.Instant;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.LoginServer;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.Signature;
import sotto.protocol.identity.SignedDirectoryAnswer;
import sotto.protocol.limits.Limits;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// What a server says to a client. `encode` writes the fields after the frame's header; the header
/// is [ServerReply]'s.
public sealed interface ServerFrame extends Encodable {
  default int type() {
    return switch (this) {
      case ServerProof _ -> 128;
      case LoggedIn _ -> 129;
      case CodeSent _ -> 130;
      case Registered _ -> 131;
      case Stock _ -> 132;
      case Answer _ -> 133;
      case ListReplaced _ -> 134;
      case Judged _ -> 135;
      case Deliver _ -> 136;
      case CaughtUp _ -> 137;
      case Presence _ -> 138;
      case BlobProgress _ -> 139;
      case BlobChunk _ -> 140;
      case CurrentPolicy _ -> 141;
      case Ending _ -> 142;
      case TookOver _ -> 143;
      case Failed _ -> 255;
    };
  }

  /// Answers `Hello`.
  ///
  /// ```
  /// struct {                                                     // type 128
  ///   uint16 version; Nonce nonce; opaque name<V>; ServerKey server; Hash tls_key;
  ///   uint8 registration;             // 1 invite + 2 code + 4 open
  ///   Signature signature;            // over LoginServerTBS
  /// } ServerProof;
  /// ```
  record ServerProof(
      int version,
      Nonce nonce,
      String name,
      ServerKey server,
      Hash tlsKey,
      int registration,
      Signature signature)
      implements ServerFrame {
    /// What the server signed, in answer to a `Hello` with this nonce.
    public LoginServer statement(Nonce clientNonce) {
      return new LoginServer(version, clientNonce, nonce, name, server, tlsKey, registration);
    }

    @Override
    public void encode(Writer out) {
      out.uint16(version).struct(nonce);
      Fields.text(out, name);
      out.struct(server).struct(tlsKey).uint8(registration).struct(signature);
    }
  }

  /// Answers `Login`. The queue follows without being asked for.
  ///
  /// ```
  /// struct {                                                     // type 129
  ///   uint64 highest_number;          // of the client's judged submissions; 0 when none
  ///   uint64 at;
  ///   uint64 list_version;            // of the account's client list
  ///   uint16 stock;                   // KeyPackages left, without the last-resort one
  ///   uint64 waiting;                 // queue entries
  ///   Policy policy;
  /// } LoggedIn;
  /// ```
  record LoggedIn(
      long highestNumber, Instant at, long listVersion, int stock, long waiting, Policy policy)
      implements ServerFrame {
    public LoggedIn {
      at = Fields.millis(at);
    }

    @Override
    public void encode(Writer out) {
      out.uint64(highestNumber);
      Fields.time(out, at);
      out.uint64(listVersion).uint16(stock).uint64(waiting).struct(policy);
    }
  }

  /// Answers `RequestCode`.
  ///
  /// ```
  /// struct { uint64 expires_at; } CodeSent;                      // type 130
  /// ```
  record CodeSent(Instant expiresAt) implements ServerFrame {
    public CodeSent {
      expiresAt = Fields.millis(expiresAt);
    }

    @Override
    public void encode(Writer out) {
      Fields.time(out, expiresAt);
    }
  }

  /// Answers `Register`: the account exists, durably.
  ///
  /// ```
  /// struct { uint64 at; } Registered;                            // type 131
  /// ```
  record Registered(Instant at) implements ServerFrame {
    public Registered {
      at = Fields.millis(at);
    }

    @Override
    public void encode(Writer out) {
      Fields.time(out, at);
    }
  }

  /// Answers `PublishKeyPackages`; and comes unasked when the stock falls below the policy's mark.
  ///
  /// ```
  /// struct { uint16 left; } Stock;                               // type 132
  /// ```
  record Stock(int left) implements ServerFrame {
    @Override
    public void encode(Writer out) {
      out.uint16(left);
    }
  }

  /// Answers `Lookup`.
  ///
  /// ```
  /// struct { SignedDirectoryAnswer answer; } Answer;             // type 133
  /// ```
  record Answer(SignedDirectoryAnswer answer) implements ServerFrame {
    @Override
    public void encode(Writer out) {
      out.struct(answer);
    }
  }

  /// Answers `ReplaceClientList`.
  ///
  /// ```
  /// struct { uint64 version; } ListReplaced;                     // type 134
  /// ```
  record ListReplaced(long version) implements ServerFrame {
    @Override
    public void encode(Writer out) {
      out.uint64(version);
    }
  }

  /// Answers `Submit`.
  ///
  /// ```
  /// struct { SubmissionId submission; Verdict verdict; } Judged; // type 135
  /// ```
  record Judged(SubmissionId submission, Verdict verdict) implements ServerFrame {
    @Override
    public void encode(Writer out) {
      out.struct(submission).struct(verdict);
    }
  }

  /// Comes unasked.
  ///
  /// ```
  /// struct { Delivery delivery; } Deliver;                       // type 136
  /// ```
  record Deliver(Delivery delivery) implements ServerFrame {
    @Override
    public void encode(Writer out) {
      out.struct(delivery);
    }
  }

  /// Comes unasked, once: every entry that waited at login has been pushed.
  ///
  /// ```
  /// struct {} CaughtUp;                                          // type 137
  /// ```
  record CaughtUp() implements ServerFrame {
    @Override
    public void encode(Writer out) {}
  }

  /// Comes unasked: somebody whom this client shows itself to, and who shows itself to this client,
  /// came or went.
  ///
  /// ```
  /// struct { Address address; uint8 online; } Presence;          // type 138
  /// ```
  record Presence(Address address, boolean online) implements ServerFrame {
    @Override
    public void encode(Writer out) {
      Fields.flag(out.struct(address), online);
    }
  }

  /// Answers `PutBlob`: so many of its bytes are durable.
  ///
  /// ```
  /// struct { BlobId blob; uint64 total; uint64 stored; } BlobProgress;     // type 139
  /// ```
  record BlobProgress(BlobId blob, long total, long stored) implements ServerFrame {
    @Override
    public void encode(Writer out) {
      out.struct(blob).uint64(total).uint64(stored);
    }
  }

  /// Answers `GetBlob`.
  ///
  /// ```
  /// struct { BlobId blob; uint64 total; uint64 offset; opaque chunk<V>; } BlobChunk;  // type 140
  /// ```
  record BlobChunk(BlobId blob, long total, long offset, Bytes chunk) implements ServerFrame {
    public BlobChunk {
      chunk.atMost(Limits.MAX_BLOB_CHUNK, "a chunk of a blob");
    }

    @Override
    public void encode(Writer out) {
      out.struct(blob).uint64(total).uint64(offset);
      chunk.writeOpaque(out);
    }
  }

  /// Answers `GetPolicy`; and comes unasked when the operator changed it.
  ///
  /// ```
  /// struct { Policy policy; } CurrentPolicy;                     // type 141
  /// ```
  record CurrentPolicy(Policy policy) implements ServerFrame {
    @Override
    public void encode(Writer out) {
      out.struct(policy);
    }
  }

  /// Comes unasked, as the last frame of a connection.
  ///
  /// ```
  /// enum { displaced(1), draining(2), idle(3), (255) } EndReason;
  /// struct { EndReason reason; } Ending;                         // type 142
  /// ```
  record Ending(Reason reason) implements ServerFrame {
    public enum Reason {
      /// The same client logged in on another connection.
      DISPLACED,
      /// The server stops; it may come back.
      DRAINING,
      IDLE
    }

    @Override
    public void encode(Writer out) {
      out.uint8(reason.ordinal() + 1);
    }

    private static Ending decode(Reader in) throws MlsException {
      int number = in.uint8();
      if (number < 1 || number > Reason.values().length) {
        throw new MlsException("A connection ends for no known reason.");
      }
      return new Ending(Reason.values()[number - 1]);
    }
  }

  /// Comes unasked to a client whose second connection took over from its first.
  ///
  /// ```
  /// struct {} TookOver;                                          // type 143
  /// ```
  record TookOver() implements ServerFrame {
    @Override
    public void encode(Writer out) {}
  }

  /// In place of any answer. With request 0 it is about the connection, which the server then ends.
  ///
  /// ```
  /// struct { Refusal refusal; } Failed;                          // type 255
  /// ```
  record Failed(Refusal refusal) implements ServerFrame {
    public static Failed of(ErrorCode code) {
      return new Failed(Refusal.of(code));
    }

    @Override
    public void encode(Writer out) {
      out.struct(refusal);
    }
  }

  static ServerFrame decode(int type, Reader in) throws MlsException {
    return switch (type) {
      case 128 ->
          new ServerProof(
              in.uint16(),
              Nonce.decode(in),
              Fields.text(in, Limits.MAX_HOST),
              ServerKey.decode(in),
              Hash.decode(in),
              in.uint8(),
              Signature.decode(in));
      case 129 ->
          new LoggedIn(
              Fields.count(in),
              Fields.time(in),
              Fields.count(in),
              in.uint16(),
              Fields.count(in),
              Policy.decode(in));
      case 130 -> new CodeSent(Fields.time(in));
      case 131 -> new Registered(Fields.time(in));
      case 132 -> new Stock(in.uint16());
      case 133 -> new Answer(SignedDirectoryAnswer.decode(in));
      case 134 -> new ListReplaced(Fields.count(in));
      case 135 -> new Judged(SubmissionId.decode(in), Verdict.decode(in));
      case 136 -> new Deliver(Delivery.decode(in));
      case 137 -> new CaughtUp();
      case 138 -> new Presence(Address.decode(in), Fields.flag(in));
      case 139 -> new BlobProgress(BlobId.decode(in), Fields.count(in), Fields.count(in));
      case 140 ->
          new BlobChunk(
              BlobId.decode(in),
              Fields.count(in),
              Fields.count(in),
              Fields.opaque(in, Limits.MAX_BLOB_CHUNK));
      case 141 -> new CurrentPolicy(Policy.decode(in));
      case 142 -> Ending.decode(in);
      case 143 -> new TookOver();
      case 255 -> new Failed(Refusal.decode(in));
      default -> throw new MlsException("A server's frame is of the unknown type " + type + ".");
    };
  }
}
