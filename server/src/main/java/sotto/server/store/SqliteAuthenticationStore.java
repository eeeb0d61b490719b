package sotto.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.wire.Bytes;
import sotto.server.authentication.AuthenticationStore;

/// The Authentication Service's store in SQLite, on the one writing connection.
final class SqliteAuthenticationStore implements AuthenticationStore {
  private final Sql sql;

  SqliteAuthenticationStore(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<StoredAccount> account(Address address) {
    return sql.one(
        "SELECT list, released, address FROM account WHERE address = ?",
        SqliteAuthenticationStore::account,
        address.toString());
  }

  @Override
  public long accounts() {
    return sql.one("SELECT COUNT(*) FROM account WHERE released IS NULL", row -> row.getLong(1))
        .orElseThrow();
  }

  @Override
  public void addAccount(SignedClientList list, long now) {
    int added =
        sql.run(
            """
            INSERT INTO account (address, account_key, list_version, list, registered)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (address) DO UPDATE SET account_key = excluded.account_key,
              list_version = excluded.list_version, list = excluded.list,
              registered = excluded.registered, released = NULL
            WHERE released IS NOT NULL\
            """,
            list.list().address().toString(),
            list.list().account().bytes().toArray(),
            list.list().version(),
            list.encoded(),
            now);
    if (added != 1) {
      throw new IllegalStateException("an account is never replaced");
    }
  }

  @Override
  public void release(Address address, long now) {
    sql.run("UPDATE account SET released = ? WHERE address = ?", now, address.toString());
  }

  @Override
  public List<StoredAccount> released() {
    return sql.sound(
        "SELECT list, released, address FROM account WHERE released IS NOT NULL",
        SqliteAuthenticationStore::account);
  }

  @Override
  public Optional<StoredAccount> released(Address address) {
    return sql
        .sound(
            """
            SELECT list, released, address FROM account
            WHERE address = ? AND released IS NOT NULL\
            """,
            SqliteAuthenticationStore::account,
            address.toString())
        .stream()
        .findFirst();
  }

  @Override
  public boolean taken(Address address) {
    return sql.one(
            "SELECT 1 FROM account WHERE address = ? AND released IS NULL",
            row -> true,
            address.toString())
        .isPresent();
  }

  @Override
  public void replaceList(SignedClientList list) {
    sql.run(
        "UPDATE account SET list_version = ?, list = ? WHERE address = ?",
        list.list().version(),
        list.encoded(),
        list.list().address().toString());
  }

  @Override
  public Optional<StoredInvite> invite(Bytes tokenHash) {
    return sql.one(
        "SELECT created, expires, uses_left FROM invite WHERE token_hash = ?",
        row -> new StoredInvite(tokenHash, row.getLong(1), row.getLong(2), row.getInt(3)),
        (Object) tokenHash.toArray());
  }

  @Override
  public void putInvite(StoredInvite invite) {
    sql.run(
        """
        INSERT OR REPLACE INTO invite (token_hash, created, expires, uses_left)
        VALUES (?, ?, ?, ?)\
        """,
        invite.tokenHash().toArray(),
        invite.created(),
        invite.expires(),
        invite.usesLeft());
  }

  @Override
  public Optional<StoredCode> code(Address address, AccountKey account) {
    return sql.one(
        """
        SELECT code_hash, issued, tries_left, used FROM code
        WHERE address = ? AND account_key = ?\
        """,
        row ->
            new StoredCode(
                address,
                account,
                Bytes.wrap(row.getBytes(1)),
                row.getLong(2),
                row.getInt(3),
                row.getInt(4) != 0),
        address.toString(),
        account.bytes().toArray());
  }

  @Override
  public void putCode(StoredCode code) {
    sql.run(
        """
        INSERT OR REPLACE INTO code (address, account_key, code_hash, issued, tries_left, used)
        VALUES (?, ?, ?, ?, ?, ?)\
        """,
        code.address().toString(),
        code.account().bytes().toArray(),
        code.codeHash().toArray(),
        code.issued(),
        code.triesLeft(),
        code.used() ? 1 : 0);
  }

  @Override
  public long use(String budget, long span, long now) {
    return sql.one(
            """
            INSERT INTO budget (name, since, used) VALUES (?1, ?2, 1)
            ON CONFLICT (name) DO UPDATE SET
              used = CASE WHEN since + ?3 <= ?2 THEN 1 ELSE used + 1 END,
              since = CASE WHEN since + ?3 <= ?2 THEN ?2 ELSE since END
            RETURNING used\
            """,
            row -> row.getLong(1),
            budget,
            now,
            span)
        .orElseThrow();
  }

  @Override
  public void forget(long before) {
    sql.run("DELETE FROM code WHERE issued < ?", before);
    sql.run("DELETE FROM invite WHERE expires < ?", before);
    sql.run("DELETE FROM budget WHERE since < ?", before);
  }

  private static StoredAccount account(ResultSet row) throws SQLException {
    SignedClientList list = list(row.getBytes(1), row.getString(3));
    long released = row.getLong(2);
    return new StoredAccount(list, row.wasNull() ? Optional.empty() : Optional.of(released));
  }

  /// Whether it is the list of that address, and its account's, is for clients to see (rule 4): one
  /// who can change rows can keep this server from looking.
  static SignedClientList list(byte[] encoded, String address) {
    try {
      return SignedClientList.decode(new Reader(encoded));
    } catch (MlsException | RuntimeException e) {
      throw new DamagedRowException("account", "row " + address, e);
    }
  }
}
