package sotto.server.authentication;

import java.util.List;
import java.util.Optional;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.wire.Bytes;

/// What the Authentication Service keeps. Every call is part of the one open transaction; nothing
/// that it decides is told to anyone before that is durable, so that a store that fails fails
/// closed.
public interface AuthenticationStore {
  Optional<StoredAccount> account(Address address);

  /// @param released when the operator released the address, if that happened
  record StoredAccount(SignedClientList list, Optional<Long> released) {}

  /// How many there are, released ones not counted.
  long accounts();

  /// Takes the place of a released account of that address.
  void addAccount(SignedClientList list, long now);

  void release(Address address, long now);

  /// Those that can be read.
  List<StoredAccount> released();

  /// The account of that address when it was released, and can be read.
  Optional<StoredAccount> released(Address address);

  /// Whether there is an account of that address, not released, readable or not.
  boolean taken(Address address);

  void replaceList(SignedClientList list);

  Optional<StoredInvite> invite(Bytes tokenHash);

  record StoredInvite(Bytes tokenHash, long created, long expires, int usesLeft) {}

  void putInvite(StoredInvite invite);

  Optional<StoredCode> code(Address address, AccountKey account);

  /// @param codeHash under a key of the server's; the code itself is not kept
  record StoredCode(
      Address address,
      AccountKey account,
      Bytes codeHash,
      long issued,
      int triesLeft,
      boolean used) {}

  void putCode(StoredCode code);

  /// Counts one use of a budget that begins anew every `span` milliseconds; how many it has had.
  long use(String budget, long span, long now);

  /// Forgets codes, invites and budgets that have been over for long.
  void forget(long before);
}
