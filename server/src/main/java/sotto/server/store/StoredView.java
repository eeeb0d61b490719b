package sotto.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import sotto.mls.codec.MlsException;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.ListedClient;
import sotto.server.ServerException;
import sotto.server.ServerView;
import sotto.server.delivery.Kind;
import sotto.server.delivery.StoredVerdict;

/// The database, read as a whole for whoever wants to see what a server knows.
public final class StoredView {
  private final Sql sql;
  private final Path folder;

  private StoredView(Sql sql, Path folder) {
    this.sql = sql;
    this.folder = folder;
  }

  /// @param connections what a running server says at its status page, whose address is kept
  public static ServerView read(
      Path folder,
      String fingerprint,
      Function<Optional<String>, List<ServerView.Connections>> connections)
      throws ServerException {
    Damage damage = new Damage(sentence -> System.err.println("sotto: " + sentence));
    try (Sql sql = Sql.reading(Database.reader(folder), damage)) {
      Optional<String> page = new Settings(sql).text("status page");
      return new StoredView(sql, folder).view(fingerprint, page, connections.apply(page));
    } catch (SQLException | StoreFailure | IOException e) {
      throw new ServerException(
          "The database in " + folder + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private ServerView view(
      String fingerprint, Optional<String> page, List<ServerView.Connections> connections)
      throws IOException {
    return new ServerView(
        new Settings(sql).text("name").orElse(""),
        fingerprint,
        page,
        sql.all(
            """
            SELECT registered, list, released, address, list_version FROM account
            ORDER BY address\
            """,
            this::account),
        sql.sound(
            """
            SELECT group_id, epoch, commit_hash, roster, changed FROM conversation_group
            ORDER BY id\
            """,
            StoredView::group),
        sql.all(
            """
            SELECT q.address, q.client, COUNT(e.number), COALESCE(SUM(e.size), 0),
              MIN(e.accepted),
              (SELECT COUNT(*) FROM tombstone t WHERE t.queue = q.id)
            FROM queue q LEFT JOIN entry e ON e.queue = q.id
            GROUP BY q.id ORDER BY q.address\
            """,
            StoredView::queue),
        waiting(),
        sql.all(
            "SELECT created, expires, uses_left FROM invite ORDER BY created",
            row -> new ServerView.Invite(time(row, 1), time(row, 2), row.getInt(3))),
        sql.all(
            "SELECT address, issued, tries_left, used FROM code ORDER BY issued",
            row ->
                new ServerView.Code(
                    row.getString(1), time(row, 2), row.getInt(3), row.getLong(4) != 0)),
        sql.all(
            "SELECT name, since, used FROM budget ORDER BY name",
            row -> new ServerView.Budget(row.getString(1), time(row, 2), row.getLong(3))),
        sql.all(
            "SELECT blob_id, owner, size, created FROM blob ORDER BY created",
            row ->
                new ServerView.Blob(
                    hex(row.getBytes(1)), row.getString(2), row.getLong(3), time(row, 4))),
        connections,
        totals());
  }

  private List<ServerView.Waiting> waiting() {
    return sql.sound(
        """
        SELECT q.address, q.client, s.address, g.group_id, e.kind, COUNT(*), SUM(e.size),
          MIN(e.accepted), MAX(e.accepted)
        FROM entry e JOIN queue q ON q.id = e.queue
          LEFT JOIN queue s ON s.id = e.sender
          LEFT JOIN conversation_group g ON g.id = e.conversation
        GROUP BY e.queue, e.sender, e.conversation, e.kind ORDER BY MIN(e.accepted)\
        """,
        row ->
            new ServerView.Waiting(
                row.getString(1),
                hex(row.getBytes(2)),
                Optional.ofNullable(row.getString(3)).orElse(""),
                Optional.ofNullable(row.getBytes(4)).map(StoredView::hex).orElse(""),
                Kind.ofNumber(row.getInt(5)).name().toLowerCase(Locale.ROOT),
                row.getLong(6),
                row.getLong(7),
                time(row, 8),
                time(row, 9)));
  }

  private ServerView.Account account(ResultSet row) throws SQLException {
    String address = row.getString(4);
    long version = row.getLong(5);
    try {
      ClientList list = SqliteAuthenticationStore.list(row.getBytes(2), address).list();
      String key = list.account().hex();
      List<ServerView.Client> clients =
          list.clients().stream().map(listed -> client(address, key, listed)).toList();
      return new ServerView.Account(
          address, time(row, 1), maybe(row, 3), list.version(), list.issuedAt(), clients);
    } catch (DamagedRowException damaged) {
      sql.damage().met(damaged);
      Instant registered = time(row, 1);
      return new ServerView.Account(
          address, registered, maybe(row, 3), version, registered, List.of());
    }
  }

  private ServerView.Client client(String address, String accountKey, ListedClient listed) {
    return new ServerView.Client(
        listed.client().hex(),
        accountKey,
        number("last_login", address, listed).filter(at -> at > 0).map(Instant::ofEpochMilli),
        highest(address, listed),
        number("(SELECT COUNT(*) FROM key_package k WHERE k.queue = queue.id)", address, listed)
            .orElse(0L)
            .intValue());
  }

  /// The newest verdicts are not yet counted in their queue's row.
  private long highest(String address, ListedClient listed) {
    long gathered = number("highest", address, listed).orElse(0L);
    long id = number("id", address, listed).orElse(0L);
    return sql
        .sound("SELECT records FROM verdict_log", row -> highest(row.getBytes(1), id))
        .stream()
        .reduce(gathered, Math::max);
  }

  private static long highest(byte[] verdicts, long queue) throws MlsException {
    return RecentVerdicts.decode(verdicts).stream()
        .filter(verdict -> verdict.queue() == queue)
        .mapToLong(StoredVerdict::number)
        .max()
        .orElse(0);
  }

  private Optional<Long> number(String what, String address, ListedClient listed) {
    return sql.one(
        "SELECT " + what + " FROM queue WHERE address = ? AND client = ?",
        row -> row.getLong(1),
        address,
        listed.client().bytes().toArray());
  }

  private static ServerView.Group group(ResultSet row) throws SQLException, MlsException {
    return new ServerView.Group(
        hex(row.getBytes(1)),
        row.getLong(2),
        hex(row.getBytes(3)),
        Rows.roster(row.getBytes(4)).stream()
            .map(
                member -> new ServerView.Member(member.address().toString(), member.client().hex()))
            .toList(),
        time(row, 5));
  }

  private static ServerView.Queue queue(ResultSet row) throws SQLException {
    long oldest = row.getLong(5);
    return new ServerView.Queue(
        row.getString(1),
        hex(row.getBytes(2)),
        row.getLong(3),
        row.getLong(4),
        row.getLong(6),
        oldest == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest)));
  }

  private ServerView.Totals totals() throws IOException {
    return new ServerView.Totals(
        count("SELECT COUNT(*) FROM body"),
        count("SELECT COALESCE(SUM(LENGTH(bytes)), 0) FROM body"),
        verdicts("SELECT records FROM verdict_block") + verdicts("SELECT records FROM verdict_log"),
        count("SELECT COUNT(*) FROM blob"),
        count("SELECT COALESCE(SUM(stored), 0) FROM blob"),
        bytes(Database.file(folder))
            + bytes(folder.resolve(Database.file(folder).getFileName() + "-wal")));
  }

  private static long bytes(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private long verdicts(String query) {
    return sql.sound(query, row -> (long) RecentVerdicts.count(row.getBytes(1))).stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private long count(String query) {
    return sql.one(query, row -> row.getLong(1)).orElse(0L);
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  private static Optional<Instant> maybe(ResultSet row, int column) throws SQLException {
    long at = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
