package sotto.protocol.identity;

import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// What the directory says about an address.
///
/// ```
/// enum { none(0), account(1), released(2), (255) } EntryKind;
/// struct {
///   EntryKind kind;
///   select (DirectoryEntry.kind) {
///     case none:     struct {};
///     case account:  SignedClientList list;
///                    SignedAccountSuccessor successors<V>;      // oldest first
///                    ClientKeyPackage key_packages<V>;          // if asked for: one a client
///     case released: ServerKey server; Address address; AccountKey account; uint64 at;
///                    Signature signature;                       // over AccountReleaseTBS
///   };
/// } DirectoryEntry;
/// ```
public sealed interface DirectoryEntry extends Encodable {
  /// There is no such account.
  record None() implements DirectoryEntry {
    @Override
    public void encode(Writer out) {
      out.uint8(0);
    }
  }

  record Account(
      SignedClientList list,
      List<SignedAccountSuccessor> successors,
      List<ClientKeyPackage> keyPackages)
      implements DirectoryEntry {
    public Account {
      successors = Fields.atMost(successors, Limits.MAX_SUCCESSORS, "successors");
      keyPackages = Fields.atMost(keyPackages, Limits.MAX_CLIENTS_PER_ACCOUNT, "KeyPackages");
    }

    @Override
    public void encode(Writer out) {
      out.uint8(1).struct(list).vector(successors).vector(keyPackages);
    }
  }

  /// The operator released the address, and nobody has taken it since.
  record Released(AccountRelease release, Signature signature) implements DirectoryEntry {
    @Override
    public void encode(Writer out) {
      out.uint8(2);
      release.encodeFields(out);
      out.struct(signature);
    }
  }

  static DirectoryEntry decode(Reader in) throws MlsException {
    return switch (in.uint8()) {
      case 0 -> new None();
      case 1 ->
          new Account(
              SignedClientList.decode(in),
              Fields.list(in, Limits.MAX_SUCCESSORS, SignedAccountSuccessor::decode),
              Fields.list(in, Limits.MAX_CLIENTS_PER_ACCOUNT, ClientKeyPackage::decode));
      case 2 -> new Released(AccountRelease.decodeFields(in), Signature.decode(in));
      default -> throw new MlsException("A directory answer is of no known kind.");
    };
  }
}
