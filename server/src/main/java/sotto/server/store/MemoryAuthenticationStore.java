package sotto.server.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.wire.Bytes;
import sotto.server.authentication.AuthenticationStore;
import sotto.server.store.MemoryStore.Undo;

/// The Authentication Service's store in memory.
final class MemoryAuthenticationStore implements AuthenticationStore {
  private record CodeKey(Address address, AccountKey account) {}

  private record Used(long since, long times) {}

  private final Undo undo;
  private final Map<Address, StoredAccount> accounts = new HashMap<>();
  private final Map<Bytes, StoredInvite> invites = new HashMap<>();
  private final Map<CodeKey, StoredCode> codes = new HashMap<>();
  private final Map<String, Used> budgets = new HashMap<>();

  MemoryAuthenticationStore(Undo undo) {
    this.undo = undo;
  }

  @Override
  public Optional<StoredAccount> account(Address address) {
    return Optional.ofNullable(accounts.get(address));
  }

  @Override
  public long accounts() {
    return accounts.values().stream().filter(account -> account.released().isEmpty()).count();
  }

  @Override
  public void addAccount(SignedClientList list, long now) {
    replaceList(list);
  }

  @Override
  public void release(Address address, long now) {
    account(address)
        .ifPresent(account ->
            undo.put(accounts, address, new StoredAccount(account.list(), Optional.of(now))));
  }

  @Override
  public List<StoredAccount> released() {
    return accounts.values().stream().filter(account -> account.released().isPresent()).toList();
  }

  @Override
  public Optional<StoredAccount> released(Address address) {
    return account(address).filter(account -> account.released().isPresent());
  }

  @Override
  public boolean taken(Address address) {
    return account(address).filter(account -> account.released().isEmpty()).isPresent();
  }

  @Override
  public void replaceList(SignedClientList list) {
    undo.put(accounts, list.list().address(), new StoredAccount(list, Optional.empty()));
  }

  @Override
  public Optional<StoredInvite> invite(Bytes tokenHash) {
    return Optional.ofNullable(invites.get(tokenHash));
  }

  @Override
  public void putInvite(StoredInvite invite) {
    undo.put(invites, invite.tokenHash(), invite);
  }

  @Override
  public Optional<StoredCode> code(Address address, AccountKey account) {
    return Optional.ofNullable(codes.get(new CodeKey(address, account)));
  }

  @Override
  public void putCode(StoredCode code) {
    undo.put(codes, new CodeKey(code.address(), code.account()), code);
  }

  @Override
  public long use(String budget, long span, long now) {
    Used before = budgets.getOrDefault(budget, new Used(now, 0));
    Used after =
        before.since + span <= now ? new Used(now, 1) : new Used(before.since, before.times + 1);
    undo.put(budgets, budget, after);
    return after.times;
  }

  @Override
  public void forget(long before) {
    codes.values().removeIf(code -> code.issued() < before);
    invites.values().removeIf(invite -> invite.expires() < before);
    budgets.values().removeIf(used -> used.since < before);
  }
}
