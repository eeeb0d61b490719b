package sotto.protocol.identity;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// All clients of an account, as its key signed them.
///
/// ```
/// struct {
///   Label label = "Sotto 1.0 client list";
///   Address address;
///   AccountKey account;
///   uint64 version;              // 1, 2, 3, …
///   Hash previous;               // of the previous ClientListTBS; zeros in version 1
///   uint64 issued_at;            // milliseconds since 1970
///   ListedClient clients<V>;     // no id twice, at most 16
/// } ClientListTBS;
/// ```
public record ClientList(
    Address address,
    AccountKey account,
    long version,
    Hash previous,
    Instant issuedAt,
    List<ListedClient> clients)
    implements ToBeSigned {
  public ClientList {
    issuedAt = Fields.millis(issuedAt);
    clients = Fields.atMost(clients, Limits.MAX_CLIENTS_PER_ACCOUNT, "a client list");
    if (version < 1 || (version == 1) != previous.equals(Hash.NONE)) {
      throw new IllegalArgumentException("only version 1 of a client list follows nothing");
    }
  }

  public static ClientList first(
      Address address, AccountKey account, Instant now, ListedClient client) {
    return new ClientList(address, account, 1, Hash.NONE, now, List.of(client));
  }

  /// The next version, signed by the same account key.
  public ClientList next(Instant now, List<ListedClient> newClients) {
    return new ClientList(address, account, version + 1, hash(), now, newClients);
  }

  /// What the next version's `previous` is.
  public Hash hash() {
    return Hash.sha256(encoded());
  }

  public boolean follows(ClientList older) {
    return address.equals(older.address)
        && version == older.version + 1
        && previous.equals(older.hash());
  }

  public Optional<ListedClient> client(ClientId id) {
    return clients.stream().filter(listed -> listed.client().equals(id)).findFirst();
  }

  @Override
  public Label label() {
    return Label.CLIENT_LIST;
  }

  @Override
  public void encodeFields(Writer out) {
    out.struct(address).struct(account).uint64(version).struct(previous);
    Fields.time(out, issuedAt);
    out.vector(clients);
  }

  /// The fields as they stand in a [SignedClientList], without the label.
  static ClientList decodeFields(Reader in) throws MlsException {
    Address address = Address.decode(in);
    AccountKey account = AccountKey.decode(in);
    long version = Fields.count(in);
    Hash previous = Hash.decode(in);
    Instant issuedAt = Fields.time(in);
    List<ListedClient> clients =
        Fields.list(in, Limits.MAX_CLIENTS_PER_ACCOUNT, ListedClient::decode);
    if (version < 1 || (version == 1) != previous.equals(Hash.NONE)) {
      throw new MlsException("A client list's version and the list before it disagree.");
    }
    Set<ClientId> ids = new HashSet<>();
    for (ListedClient client : clients) {
      if (!ids.add(client.client())) {
        throw new MlsException("A client list names one client twice.");
      }
    }
    return new ClientList(address, account, version, previous, issuedAt, clients);
  }
}
