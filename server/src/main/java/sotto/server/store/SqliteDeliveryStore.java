package sotto.server.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.wire.Bytes;
import sotto.server.delivery.DeliveryStore;
import sotto.server.delivery.Kind;
import sotto.server.delivery.QueueLoad;
import sotto.server.delivery.RemovedEntry;
import sotto.server.delivery.StoredEntry;
import sotto.server.delivery.StoredGroup;
import sotto.server.delivery.StoredVerdict;

/// The Delivery Service's store in SQLite, on the one writing connection.
final class SqliteDeliveryStore implements DeliveryStore {
  private static final String ENTRY =
      "SELECT queue, number, body, kind, conversation, sender, size, accepted, refusals FROM entry ";
  private static final String QUEUES = "queues";
  private static final int ENTRIES_A_PAGE = 64;
  private static final String GROUP =
      "SELECT id, group_id, epoch, commit_hash, roster, successor, changed FROM conversation_group ";

  private final Sql sql;
  private final VerdictLog verdicts;
  private final ReleasedBodies released;
  private final KeyPackageRows keyPackages;
  private final TombstoneRows tombstones;
  private final Settings settings;
  private final long boot;
  private long nextBody;

  SqliteDeliveryStore(Sql sql, long boot) {
    this.sql = sql;
    this.boot = boot;
    this.settings = new Settings(sql);
    this.verdicts = new VerdictLog(sql);
    this.released = new ReleasedBodies(sql);
    this.keyPackages = new KeyPackageRows(sql);
    this.tombstones = new TombstoneRows(sql);
    this.nextBody = lastBody() + 1;
  }

  @Override
  public long boot() {
    return boot;
  }

  @Override
  public Optional<StoredQueue> queue(ClientAddress who) {
    return sql.one(
        "SELECT id, highest FROM queue WHERE address = ? AND client = ?",
        row -> stored(row.getLong(1), who, row.getLong(2)),
        who.address().toString(),
        who.client().bytes().toArray());
  }

  @Override
  public Optional<StoredQueue> queue(long id) {
    // The sweep goes by all queues, one after another: a damaged one does not end it.
    return sql
        .sound(
            "SELECT address, client, highest FROM queue WHERE id = ?",
            row -> stored(id, Rows.client(row.getString(1), row.getBytes(2)), row.getLong(3)),
            id)
        .stream()
        .findFirst();
  }

  @Override
  public StoredQueue addQueue(ClientAddress who) {
    // Never one that a removed queue had: its verdicts are still there.
    long id = Math.max(settings.number(QUEUES), highestQueue()) + 1;
    settings.put(QUEUES, Long.toString(id));
    sql.run(
        "INSERT INTO queue (id, address, client, highest, last_login) VALUES (?, ?, ?, 0, 0)",
        id,
        who.address().toString(),
        who.client().bytes().toArray());
    return new StoredQueue(id, who, 0);
  }

  @Override
  public void removeQueue(long queue) {
    removeEntries(queue, 0, Long.MAX_VALUE);
    sql.run("DELETE FROM tombstone WHERE queue = ?", queue);
    sql.run("DELETE FROM key_package WHERE queue = ?", queue);
    sql.run("DELETE FROM queue WHERE id = ?", queue);
  }

  @Override
  public void loggedIn(long queue, long now) {
    sql.run("UPDATE queue SET last_login = ? WHERE id = ?", now, queue);
  }

  @Override
  public QueueLoad load(long queue) {
    QueueLoad load = new QueueLoad();
    sql.all(
        "SELECT sender, size FROM entry WHERE queue = ? AND kind = 1",
        row -> {
          load.add(row.getLong(1), row.getLong(2));
          return load;
        },
        queue);
    return load;
  }

  @Override
  public long waiting(long queue) {
    return sql.one("SELECT COUNT(*) FROM entry WHERE queue = ?", row -> row.getLong(1), queue)
            .orElseThrow()
        + tombstones(queue);
  }

  @Override
  public Optional<StoredGroup> group(Bytes id) {
    return sql.one(GROUP + "WHERE group_id = ?", Rows::group, id.toArray());
  }

  @Override
  public Optional<StoredGroup> group(long row) {
    return sql.one(GROUP + "WHERE id = ?", Rows::group, row);
  }

  @Override
  public long addGroup(StoredGroup group, long creator) {
    return sql.one(
            """
            INSERT INTO conversation_group (group_id, epoch, commit_hash, roster, changed, creator)
            VALUES (?, ?, ?, ?, ?, ?) RETURNING id\
            """,
            row -> row.getLong(1),
            group.id().toArray(),
            group.epoch(),
            group.commit().bytes().toArray(),
            Rows.roster(group.roster()),
            group.changed(),
            creator)
        .orElseThrow();
  }

  @Override
  public long groupsOf(long creator) {
    return sql.one(
            "SELECT COUNT(*) FROM conversation_group WHERE creator = ?",
            row -> row.getLong(1),
            creator)
        .orElseThrow();
  }

  @Override
  public void replaceGroup(StoredGroup group) {
    sql.run(
        """
        UPDATE conversation_group SET epoch = ?, commit_hash = ?, roster = ?, changed = ?
        WHERE id = ?\
        """,
        group.epoch(),
        group.commit().bytes().toArray(),
        Rows.roster(group.roster()),
        group.changed(),
        group.row());
    group
        .successor()
        .ifPresent(successor ->
            sql.run(
                "UPDATE conversation_group SET successor = ? WHERE id = ?",
                successor.toArray(),
                group.row()));
  }

  @Override
  public long addBody(byte[] body, int entries) {
    long id = nextBody++;
    try {
      PreparedStatement insert =
          sql.statement("INSERT INTO body (id, refs, bytes) VALUES (?, ?, ?)");
      insert.setLong(1, id);
      insert.setInt(2, entries);
      insert.setBytes(3, body);
      insert.executeUpdate();
      sql.changed(1 + body.length / 4_096);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
    return id;
  }

  @Override
  public void addEntry(StoredEntry entry) {
    try {
      PreparedStatement insert =
          sql.statement(
              """
              INSERT INTO entry
                (queue, number, body, kind, conversation, sender, size, accepted, refusals)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)\
              """);
      insert.setLong(1, entry.queue());
      insert.setLong(2, entry.number());
      insert.setLong(3, entry.body());
      insert.setInt(4, entry.kind().number());
      insert.setLong(5, entry.group());
      insert.setLong(6, entry.sender());
      insert.setInt(7, entry.size());
      insert.setLong(8, entry.accepted());
      sql.changed(insert.executeUpdate());
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  @Override
  public Optional<StoredEntry> entry(long queue, long number) {
    return sql.one(ENTRY + "WHERE queue = ? AND number = ?", Rows::entry, queue, number);
  }

  @Override
  public List<RemovedEntry> removeEntries(long queue, long first, long last) {
    List<RemovedEntry> removed =
        sql.sound(
            """
            DELETE FROM entry WHERE queue = ? AND number BETWEEN ? AND ?
            RETURNING kind, sender, size, body\
            """,
            row -> {
              int size = row.getInt(3);
              released.add(row.getLong(4), size);
              return new RemovedEntry(Kind.ofNumber(row.getInt(1)), row.getLong(2), size);
            },
            queue,
            first,
            last);
    sql.changed(1 + removed.size() / ENTRIES_A_PAGE);
    return removed;
  }

  @Override
  public void refused(StoredEntry entry, int refusals) {
    sql.run(
        "UPDATE entry SET refusals = ? WHERE queue = ? AND number = ?",
        refusals,
        entry.queue(),
        entry.number());
  }

  @Override
  public Optional<StoredEntry> oldest(long queue, Optional<Long> sender) {
    return sender.isPresent()
        ? sql.one(
            ENTRY + "WHERE queue = ? AND kind = 1 AND sender = ? ORDER BY number LIMIT 1",
            Rows::entry,
            queue,
            sender.get())
        : sql.one(
            ENTRY + "WHERE queue = ? AND kind = 1 ORDER BY number LIMIT 1", Rows::entry, queue);
  }

  @Override
  public List<StoredEntry> accepted(long queue, long before, int limit) {
    // Numbers rise with time, so that the first one that is young enough ends the search.
    Optional<Long> first =
        sql.one(
            "SELECT accepted FROM entry WHERE queue = ? ORDER BY number LIMIT 1",
            row -> row.getLong(1),
            queue);
    if (first.orElse(before) >= before) {
      return List.of();
    }
    return sql.sound(
        ENTRY + "WHERE queue = ? AND accepted < ? ORDER BY number LIMIT ?",
        Rows::entry,
        queue,
        before,
        limit);
  }

  @Override
  public List<StoredEntry> ofGroup(long queue, long group) {
    return sql.sound(
        ENTRY + "WHERE queue = ? AND conversation = ? ORDER BY number", Rows::entry, queue, group);
  }

  @Override
  public Optional<StoredTombstone> tombstone(long queue, long group) {
    return tombstones.find(queue, group);
  }

  @Override
  public void putTombstone(StoredTombstone tombstone) {
    tombstones.put(tombstone);
  }

  @Override
  public int tombstones(long queue) {
    return tombstones.count(queue);
  }

  @Override
  public boolean removeTombstone(long queue, long number) {
    return tombstones.remove(queue, number);
  }

  @Override
  public Optional<StoredVerdict> verdict(long queue, SubmissionId id, long number, long highest) {
    return verdicts.find(queue, id, number, highest);
  }

  @Override
  public void addVerdict(StoredVerdict verdict) {
    verdicts.add(verdict);
  }

  @Override
  public void forgetVerdicts(long before) {
    verdicts.forget(before);
  }

  @Override
  public boolean tidy() {
    return released.remove();
  }

  @Override
  public List<Long> queuesAfter(long after, int limit) {
    return sql.all(
        "SELECT id FROM queue WHERE id > ? ORDER BY id LIMIT ?",
        row -> row.getLong(1),
        after,
        limit);
  }

  @Override
  public void addKeyPackage(long queue, Bytes keyPackage) {
    keyPackages.add(queue, keyPackage);
  }

  @Override
  public boolean hasKeyPackage(long queue, Bytes keyPackage) {
    return keyPackages.has(queue, keyPackage);
  }

  @Override
  public void replaceLastResort(long queue, Bytes keyPackage) {
    keyPackages.replaceLastResort(queue, keyPackage);
  }

  @Override
  public Optional<Bytes> oldestKeyPackage(long queue) {
    return keyPackages.oldest(queue);
  }

  @Override
  public Optional<Bytes> takeKeyPackage(long queue) {
    return keyPackages.take(queue);
  }

  @Override
  public Optional<Bytes> lastResort(long queue) {
    return keyPackages.lastResort(queue);
  }

  @Override
  public int stock(long queue) {
    return keyPackages.stock(queue);
  }

  @Override
  public void forget() {
    verdicts.forget();
    released.forget();
    nextBody = lastBody() + 1;
  }

  /// Whether there are verdicts that the next transaction has to carry.
  boolean dirty() {
    return verdicts.dirty();
  }

  void beforeCommit() {
    verdicts.write();
    released.write();
  }

  private long highestQueue() {
    return sql.one("SELECT COALESCE(MAX(id), 0) FROM queue", row -> row.getLong(1)).orElseThrow();
  }

  private long lastBody() {
    return sql.one("SELECT COALESCE(MAX(id), 0) FROM body", row -> row.getLong(1)).orElseThrow();
  }

  private StoredQueue stored(long id, ClientAddress who, long highest) {
    return new StoredQueue(id, who, Math.max(highest, verdicts.highest(id)));
  }
}
