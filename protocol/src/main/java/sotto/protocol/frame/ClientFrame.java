package sotto.protocol.frame;

import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.Signature;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// What a client says to its server. `encode` writes the fields after the frame's header; the
/// header is [ClientRequest]'s.
public sealed interface ClientFrame extends Encodable {
  default int type() {
    return switch (this) {
      case Hello _ -> 1;
      case Login _ -> 2;
      case RequestCode _ -> 3;
      case Register _ -> 4;
      case PublishKeyPackages _ -> 5;
      case Lookup _ -> 6;
      case ReplaceClientList _ -> 7;
      case Submit _ -> 8;
      case Acknowledge _ -> 9;
      case ShowTo _ -> 10;
      case PutBlob _ -> 11;
      case GetBlob _ -> 12;
      case GetPolicy _ -> 13;
    };
  }

  /// The first frame of a connection. Answer: `ServerProof`.
  ///
  /// ```
  /// struct { uint16 version; Nonce nonce; } Hello;              // type 1
  /// ```
  record Hello(int version, Nonce nonce) implements ClientFrame {
    @Override
    public void encode(Writer out) {
      out.uint16(version).struct(nonce);
    }
  }

  /// Answer: `LoggedIn`.
  ///
  /// ```
  /// struct { ClientAddress who; Signature signature; } Login;   // type 2, over LoginClientTBS
  /// ```
  record Login(ClientAddress who, Signature signature) implements ClientFrame {
    @Override
    public void encode(Writer out) {
      out.struct(who).struct(signature);
    }
  }

  /// Asks for a six-digit code for this address and account key. Answer: `CodeSent`.
  ///
  /// ```
  /// struct { Address address; AccountKey account; } RequestCode; // type 3
  /// ```
  record RequestCode(Address address, AccountKey account) implements ClientFrame {
    @Override
    public void encode(Writer out) {
      out.struct(address).struct(account);
    }
  }

  /// A new account with its first client. Answer: `Registered`; then the client logs in.
  ///
  /// ```
  /// struct {                                                     // type 4
  ///   Admission admission;
  ///   SignedClientList list;          // version 1
  ///   Signature signature;            // by the account key over RegistrationTBS
  /// } Register;
  /// ```
  record Register(Admission admission, SignedClientList list, Signature signature)
      implements ClientFrame {
    @Override
    public void encode(Writer out) {
      out.struct(admission).struct(list).struct(signature);
    }
  }

  /// Adds KeyPackages to the client's stock, and replaces its last-resort one. Answer: `Stock`.
  ///
  /// ```
  /// opaque KeyPackageMessage<V>;      // an MLSMessage that holds a KeyPackage
  /// struct {                                                     // type 5
  ///   KeyPackageMessage key_packages<V>;
  ///   optional<KeyPackageMessage> last_resort;
  /// } PublishKeyPackages;
  /// ```
  record PublishKeyPackages(List<Bytes> keyPackages, Optional<Bytes> lastResort)
      implements ClientFrame {
    public PublishKeyPackages {
      keyPackages = Fields.atMost(keyPackages, Limits.MAX_KEY_PACKAGES_PUBLISHED, "KeyPackages");
    }

    @Override
    public void encode(Writer out) {
      out.vector(keyPackages, (inner, keyPackage) -> keyPackage.writeOpaque(inner));
      out.optional(lastResort, (inner, keyPackage) -> keyPackage.writeOpaque(inner));
    }
  }

  /// Asks the directory about an address. Answer: `Answer`.
  ///
  /// ```
  /// struct { Nonce nonce; Address address; uint8 key_packages; } Lookup;   // type 6
  /// ```
  record Lookup(Nonce nonce, Address address, Wanted wanted) implements ClientFrame {
    /// Whether each client's next KeyPackage is taken from its stock, too.
    public enum Wanted {
      LIST,
      LIST_AND_KEY_PACKAGES
    }

    @Override
    public void encode(Writer out) {
      out.struct(nonce).struct(address);
      Fields.flag(out, wanted == Wanted.LIST_AND_KEY_PACKAGES);
    }
  }

  /// Replaces the own account's list by the one that follows it. Answer: `ListReplaced`, or the
  /// error `LIST_CONFLICT`.
  ///
  /// ```
  /// struct { SignedClientList list; } ReplaceClientList;         // type 7
  /// ```
  record ReplaceClientList(SignedClientList list) implements ClientFrame {
    @Override
    public void encode(Writer out) {
      out.struct(list);
    }
  }

  /// Answer: `Judged`.
  ///
  /// ```
  /// struct { Submission submission; } Submit;                    // type 8
  /// ```
  record Submit(Submission submission) implements ClientFrame {
    @Override
    public void encode(Writer out) {
      out.struct(submission);
    }
  }

  /// No answer: an entry whose acknowledgement was lost comes again.
  ///
  /// ```
  /// struct { Acknowledgement entries<V>; } Acknowledge;          // type 9, at most 4096
  /// ```
  record Acknowledge(List<Acknowledgement> entries) implements ClientFrame {
    public Acknowledge {
      entries = Fields.atMost(entries, Limits.MAX_ACKNOWLEDGEMENTS, "acknowledgements");
    }

    @Override
    public void encode(Writer out) {
      out.vector(entries);
    }
  }

  /// Names all addresses that this client shows its presence to, in place of those named before on
  /// this connection. No answer but the `Presence` frames that follow from it.
  ///
  /// ```
  /// struct { Address addresses<V>; } ShowTo;                     // type 10, at most 4096
  /// ```
  record ShowTo(List<Address> addresses) implements ClientFrame {
    public ShowTo {
      addresses = Fields.atMost(addresses, Limits.MAX_SHOW_TO, "the addresses to show presence to");
    }

    @Override
    public void encode(Writer out) {
      out.vector(addresses);
    }
  }

  /// The next chunk of a blob of `total` bytes; an empty chunk only asks how far it is. Answer:
  /// `BlobProgress`.
  ///
  /// ```
  /// struct { BlobId blob; uint64 total; uint64 offset; opaque chunk<V>; } PutBlob;   // type 11
  /// ```
  record PutBlob(BlobId blob, long total, long offset, Bytes chunk) implements ClientFrame {
    public PutBlob {
      chunk.atMost(Limits.MAX_BLOB_CHUNK, "a chunk of a blob");
    }

    @Override
    public void encode(Writer out) {
      out.struct(blob).uint64(total).uint64(offset);
      chunk.writeOpaque(out);
    }
  }

  /// Answer: `BlobChunk`.
  ///
  /// ```
  /// struct { BlobId blob; uint64 offset; } GetBlob;              // type 12
  /// ```
  record GetBlob(BlobId blob, long offset) implements ClientFrame {
    @Override
    public void encode(Writer out) {
      out.struct(blob).uint64(offset);
    }
  }

  /// Answer: `CurrentPolicy`. Allowed before login.
  ///
  /// ```
  /// struct {} GetPolicy;                                         // type 13
  /// ```
  record GetPolicy() implements ClientFrame {
    @Override
    public void encode(Writer out) {}
  }

  static ClientFrame decode(int type, Reader in) throws MlsException {
    return switch (type) {
      case 1 -> new Hello(in.uint16(), Nonce.decode(in));
      case 2 -> new Login(ClientAddress.decode(in), Signature.decode(in));
      case 3 -> new RequestCode(Address.decode(in), AccountKey.decode(in));
      case 4 ->
          new Register(Admission.decode(in), SignedClientList.decode(in), Signature.decode(in));
      case 5 ->
          new PublishKeyPackages(
              Fields.list(in, Limits.MAX_KEY_PACKAGES_PUBLISHED, ClientFrame::keyPackage),
              in.optional(ClientFrame::keyPackage));
      case 6 -> new Lookup(Nonce.decode(in), Address.decode(in), wanted(in));
      case 7 -> new ReplaceClientList(SignedClientList.decode(in));
      case 8 -> new Submit(Submission.decode(in));
      case 9 ->
          new Acknowledge(Fields.list(in, Limits.MAX_ACKNOWLEDGEMENTS, Acknowledgement::decode));
      case 10 -> new ShowTo(Fields.list(in, Limits.MAX_SHOW_TO, Address::decode));
      case 11 ->
          new PutBlob(
              BlobId.decode(in),
              Fields.count(in),
              Fields.count(in),
              Fields.opaque(in, Limits.MAX_BLOB_CHUNK));
      case 12 -> new GetBlob(BlobId.decode(in), Fields.count(in));
      case 13 -> new GetPolicy();
      default -> throw new MlsException("A client's frame is of the unknown type " + type + ".");
    };
  }

  private static Bytes keyPackage(Reader in) throws MlsException {
    return Fields.opaque(in, Limits.MAX_KEY_PACKAGE);
  }

  private static Lookup.Wanted wanted(Reader in) throws MlsException {
    return Fields.flag(in) ? Lookup.Wanted.LIST_AND_KEY_PACKAGES : Lookup.Wanted.LIST;
  }
}
