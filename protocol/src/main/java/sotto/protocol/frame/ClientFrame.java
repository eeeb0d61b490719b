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
  int type();

  /// The first frame of a connection. Answer: `ServerProof`.
  ///
  /// ```
  /// struct { uint16 version; Nonce nonce; } Hello;              // type 1
  /// ```
  record Hello(int version, Nonce nonce) implements ClientFrame {
    static final int TYPE = 1;

    @Override
    public int type() {
      return TYPE;
    }

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
    static final int TYPE = 2;

    @Override
    public int type() {
      return TYPE;
    }

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
    static final int TYPE = 3;

    @Override
    public int type() {
      return TYPE;
    }

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
    static final int TYPE = 4;

    @Override
    public int type() {
      return TYPE;
    }

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
    static final int TYPE = 5;

    public PublishKeyPackages {
      keyPackages = Fields.atMost(keyPackages, Limits.MAX_KEY_PACKAGES_PUBLISHED, "KeyPackages");
    }

    @Override
    public int type() {
      return TYPE;
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
    static final int TYPE = 6;

    /// Whether each client's next KeyPackage is taken from its stock, too.
    public enum Wanted {
      LIST,
      LIST_AND_KEY_PACKAGES
    }

    @Override
    public int type() {
      return TYPE;
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
    static final int TYPE = 7;

    @Override
    public int type() {
      return TYPE;
    }

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
    static final int TYPE = 8;

    @Override
    public int type() {
      return TYPE;
    }

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
    static final int TYPE = 9;

    public Acknowledge {
      entries = Fields.atMost(entries, Limits.MAX_ACKNOWLEDGEMENTS, "acknowledgements");
    }

    @Override
    public int type() {
      return TYPE;
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
    static final int TYPE = 10;

    public ShowTo {
      addresses = Fields.atMost(addresses, Limits.MAX_SHOW_TO, "the addresses to show presence to");
    }

    @Override
    public int type() {
      return TYPE;
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
    static final int TYPE = 11;

    public PutBlob {
      chunk.atMost(Limits.MAX_BLOB_CHUNK, "a chunk of a blob");
    }

    @Override
    public int type() {
      return TYPE;
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
    static final int TYPE = 12;

    @Override
    public int type() {
      return TYPE;
    }

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
    static final int TYPE = 13;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void encode(Writer out) {}
  }

  static ClientFrame decode(int type, Reader in) throws MlsException {
    return switch (type) {
      case Hello.TYPE -> new Hello(in.uint16(), Nonce.decode(in));
      case Login.TYPE -> new Login(ClientAddress.decode(in), Signature.decode(in));
      case RequestCode.TYPE -> new RequestCode(Address.decode(in), AccountKey.decode(in));
      case Register.TYPE ->
          new Register(Admission.decode(in), SignedClientList.decode(in), Signature.decode(in));
      case PublishKeyPackages.TYPE ->
          new PublishKeyPackages(
              Fields.list(in, Limits.MAX_KEY_PACKAGES_PUBLISHED, ClientFrame::keyPackage),
              in.optional(ClientFrame::keyPackage));
      case Lookup.TYPE -> new Lookup(Nonce.decode(in), Address.decode(in), wanted(in));
      case ReplaceClientList.TYPE -> new ReplaceClientList(SignedClientList.decode(in));
      case Submit.TYPE -> new Submit(Submission.decode(in));
      case Acknowledge.TYPE ->
          new Acknowledge(Fields.list(in, Limits.MAX_ACKNOWLEDGEMENTS, Acknowledgement::decode));
      case ShowTo.TYPE -> new ShowTo(Fields.list(in, Limits.MAX_SHOW_TO, Address::decode));
      case PutBlob.TYPE ->
          new PutBlob(
              BlobId.decode(in),
              Fields.count(in),
              Fields.count(in),
              Fields.opaque(in, Limits.MAX_BLOB_CHUNK));
      case GetBlob.TYPE -> new GetBlob(BlobId.decode(in), Fields.count(in));
      case GetPolicy.TYPE -> new GetPolicy();
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
