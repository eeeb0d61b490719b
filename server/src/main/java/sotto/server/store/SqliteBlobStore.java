package sotto.server.store;

import java.util.List;
import java.util.Optional;
import sotto.protocol.frame.BlobId;
import sotto.protocol.identity.Address;
import sotto.server.delivery.BlobStore;

/// What is kept of blobs in SQLite, on the one writing connection.
final class SqliteBlobStore implements BlobStore {
  private final Sql sql;

  SqliteBlobStore(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<StoredBlob> blob(BlobId id) {
    return sql.one(
        "SELECT owner, size, stored, created FROM blob WHERE blob_id = ?",
        row ->
            new StoredBlob(
                id,
                Address.parse(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4)),
        (Object) id.bytes().toArray());
  }

  @Override
  public void putBlob(StoredBlob blob) {
    sql.run(
        """
        INSERT OR REPLACE INTO blob (blob_id, owner, size, stored, created)
        VALUES (?, ?, ?, ?, ?)\
        """,
        blob.id().bytes().toArray(),
        blob.owner().toString(),
        blob.size(),
        blob.stored(),
        blob.created());
  }

  @Override
  public void removeBlob(BlobId id) {
    sql.run("DELETE FROM blob WHERE blob_id = ?", (Object) id.bytes().toArray());
  }

  @Override
  public long blobBytes(Address owner, long least) {
    return sql.one(
            "SELECT COALESCE(SUM(MAX(size, ?)), 0) FROM blob WHERE owner = ?",
            row -> row.getLong(1),
            least,
            owner.toString())
        .orElseThrow();
  }

  @Override
  public List<BlobId> blobsBefore(long created, int limit) {
    return sql.sound(
        "SELECT blob_id FROM blob WHERE created < ? LIMIT ?",
        row -> BlobId.of(row.getBytes(1)),
        created,
        limit);
  }
}
