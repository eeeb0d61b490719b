package sotto.server.authentication;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.InviteToken;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.server.authentication.AuthenticationStore.StoredAccount;
import sotto.server.authentication.AuthenticationStore.StoredInvite;

/// The Authentication Service (RFC 9750 §4): which account keys and clients belong to an address.
///
/// Signatures are verified by the edge before it calls; here they are taken as valid. Used by one
/// thread, within transactions that the caller ends. Times are milliseconds since 1970.
public final class AuthenticationService {
  private static final long KEPT = 30L * 86_400_000;
  private static final long HOUR = 3_600_000;

  /// The source of what comes from the server's own machine.
  public static final String THE_MACHINE_ITSELF = "";

  private final AuthenticationStore store;
  private final Terms terms;
  private final Codes codes;

  /// @param hashKey a secret of this server under which codes are hashed
  public AuthenticationService(AuthenticationStore store, Terms terms, byte[] hashKey) {
    this.store = store;
    this.terms = terms;
    this.codes = new Codes(store, terms, hashKey);
  }

  /// Makes an invite of a random token; only its hash is kept.
  public InviteToken invite(int uses, long now, long expires, RandomGenerator random) {
    byte[] token = new byte[Limits.INVITE_TOKEN];
    random.nextBytes(token);
    store.putInvite(new StoredInvite(hashOf(InviteToken.of(token)), now, expires, uses));
    return InviteToken.of(token);
  }

  /// What an invite's token is stored as.
  public static Bytes hashOf(InviteToken token) {
    return Hash.sha256(token.reveal()).bytes();
  }

  public Decision requestCode(
      Address address, AccountKey account, String source, long now, RandomGenerator random) {
    if (!terms.admits(Admission.CODE)) {
      return new Decision.Refused(ErrorCode.REGISTRATION_CLOSED);
    }
    if (!address.host().equals(terms.host())) {
      return new Decision.Refused(ErrorCode.NAME_REFUSED);
    }
    if (store.taken(address)) {
      return new Decision.Refused(ErrorCode.NAME_TAKEN);
    }
    return codes.issue(address, account, source, now, random);
  }

  /// Rule 6: "A code or invite never replaces an existing account".
  ///
  /// @param source the network address that asks
  public Decision register(SignedClientList first, Admission admission, String source, long now) {
    ClientList list = first.list();
    // Who has no admission does not learn here which names are taken.
    Optional<ErrorCode> objection =
        inadmissible(admission, now)
            .or(() -> objection(list))
            .or(() -> admit(list, admission, source, now));
    if (objection.isPresent()) {
      return new Decision.Refused(objection.get());
    }
    List<ClientAddress> former =
        store.released(list.address()).map(this::clients).orElse(List.of());
    store.addAccount(first, now);
    return new Decision.Registered(clients(list, list.clients()), former);
  }

  /// Rule 6: "only the operator can release an address". Its account is over; whoever registers the
  /// address later is another, and nothing passes on.
  ///
  /// @return whether there was an account
  public boolean release(Address address, long now) {
    boolean there = store.taken(address);
    if (there) {
      store.release(address, now);
    }
    return there;
  }

  /// The clients of released accounts: nothing is kept for them.
  public List<ClientAddress> released() {
    return store.released().stream().flatMap(account -> clients(account).stream()).toList();
  }

  private List<ClientAddress> clients(StoredAccount account) {
    return clients(account.list().list(), account.list().list().clients());
  }

  private Optional<ErrorCode> objection(ClientList list) {
    if (!list.address().host().equals(terms.host())) {
      return Optional.of(ErrorCode.NAME_REFUSED);
    }
    if (list.version() != 1 || list.clients().isEmpty()) {
      return Optional.of(ErrorCode.LIST_REFUSED);
    }
    if (store.taken(list.address())) {
      return Optional.of(ErrorCode.NAME_TAKEN);
    }
    return store.accounts() >= terms.maxAccounts()
        ? Optional.of(ErrorCode.ACCOUNTS_FULL)
        : Optional.empty();
  }

  /// What is wrong with an admission whoever it is for.
  private Optional<ErrorCode> inadmissible(Admission admission, long now) {
    return switch (admission) {
      case Admission.ByInvite(InviteToken token) -> inadmissible(token, now);
      case Admission.ByCode byCode -> closed(Admission.CODE);
      case Admission.Open open -> closed(Admission.OPEN);
    };
  }

  private Optional<ErrorCode> closed(int admission) {
    return terms.admits(admission) ? Optional.empty() : Optional.of(ErrorCode.REGISTRATION_CLOSED);
  }

  private Optional<ErrorCode> inadmissible(InviteToken token, long now) {
    Optional<StoredInvite> invite = store.invite(hashOf(token));
    if (invite.isEmpty()) {
      return Optional.of(ErrorCode.INVITE_UNKNOWN);
    }
    if (invite.get().usesLeft() <= 0) {
      return Optional.of(ErrorCode.INVITE_USED);
    }
    return now >= invite.get().expires() ? Optional.of(ErrorCode.INVITE_EXPIRED) : Optional.empty();
  }

  private Optional<ErrorCode> admit(ClientList list, Admission admission, String source, long now) {
    return switch (admission) {
      case Admission.ByInvite(InviteToken token) -> redeem(token);
      case Admission.ByCode byCode ->
          codes.redeem(list.address(), list.account(), byCode.code(), now);
      case Admission.Open open -> open(list, source, now);
    };
  }

  private Optional<ErrorCode> open(ClientList list, String source, long now) {
    // A telephone number is nobody's to choose: it takes a code or an invite.
    if (list.address().isPhone()) {
      return Optional.of(ErrorCode.REGISTRATION_CLOSED);
    }
    boolean free =
        source.equals(THE_MACHINE_ITSELF)
            || store.use("accounts from " + source, HOUR, now) <= terms.accountsPerSource();
    return free ? Optional.empty() : Optional.of(ErrorCode.RATE);
  }

  private Optional<ErrorCode> redeem(InviteToken token) {
    StoredInvite invite = store.invite(hashOf(token)).orElseThrow();
    store.putInvite(
        new StoredInvite(
            invite.tokenHash(), invite.created(), invite.expires(), invite.usesLeft() - 1));
    return Optional.empty();
  }

  /// The keys that a login of this client has to be signed with.
  public Decision login(ClientAddress who) {
    Optional<StoredAccount> account = store.account(who.address());
    Optional<ListedClient> listed =
        account.flatMap(known -> known.list().list().client(who.client()));
    if (listed.isEmpty()) {
      // The same whether there is an account of that name: nobody learns names by guessing ids.
      return new Decision.Refused(ErrorCode.CLIENT_REMOVED);
    }
    if (account.get().released().isPresent()) {
      return new Decision.Refused(ErrorCode.ACCOUNT_RELEASED);
    }
    ClientList list = account.get().list().list();
    return new Decision.Known(list.account(), listed.get().leaf(), list.version());
  }

  public Optional<StoredAccount> account(Address address) {
    return store.account(address);
  }

  /// Rule 4: "the server replaces it by compare-and-set on the version". More than one version
  /// further is what an owner has whose server was restored from a backup: the lists between are
  /// gone, and the account key signed this one.
  public Decision replaceList(Address owner, SignedClientList next) {
    Optional<StoredAccount> account = store.account(owner);
    if (!store.taken(owner) || account.isEmpty() || !next.list().address().equals(owner)) {
      return new Decision.Refused(ErrorCode.LIST_REFUSED);
    }
    ClientList before = account.get().list().list();
    ClientList after = next.list();
    if (!after.account().equals(before.account())) {
      return new Decision.Refused(ErrorCode.LIST_REFUSED);
    }
    if (after.version() <= before.version()) {
      return new Decision.Refused(ErrorCode.LIST_CONFLICT);
    }
    boolean broken = after.version() == before.version() + 1 && !after.follows(before);
    if (broken || changesALeaf(before, after)) {
      return new Decision.Refused(ErrorCode.LIST_REFUSED);
    }
    store.replaceList(next);
    return new Decision.ListReplaced(
        after.version(), missingFrom(before, after), missingFrom(after, before));
  }

  /// Drops what has been over for long.
  public void sweep(long now) {
    store.forget(now - KEPT);
  }

  /// Rule 3: "A client keeps its signature key for life".
  private static boolean changesALeaf(ClientList before, ClientList after) {
    return after.clients().stream()
        .anyMatch(listed ->
            before
                .client(listed.client())
                .filter(earlier -> !earlier.leaf().equals(listed.leaf()))
                .isPresent());
  }

  /// The clients of `list` that `other` does not have.
  private static List<ClientAddress> missingFrom(ClientList other, ClientList list) {
    return clients(
        list,
        list.clients().stream().filter(listed -> other.client(listed.client()).isEmpty()).toList());
  }

  private static List<ClientAddress> clients(ClientList list, List<ListedClient> listed) {
    return listed.stream()
        .map(client -> new ClientAddress(list.address(), client.client()))
        .toList();
  }
}
