package sotto.server.delivery;

import java.util.List;
import java.util.Optional;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.Address;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.server.delivery.BlobStore.StoredBlob;

/// Which blobs there are, whose they are, and how far they have come; the bytes are the edge's.
public final class BlobService {
  private static final int SWEPT_AT_ONCE = 100;

  /// A file and a row cost something, too: without this an account could keep a thousand million.
  private static final long LEAST = 64 * 1024;

  private final BlobStore store;
  private final Policy policy;

  public BlobService(BlobStore store, Policy policy) {
    this.store = store;
    this.policy = policy;
  }

  public sealed interface Decision {}

  /// The chunk continues the blob: write it, and report [#reached] when it is durable.
  public record Append() implements Decision {}

  /// The blob has come so far; nothing is to be written.
  public record Progress(long stored) implements Decision {}

  public record Refused(ErrorCode code) implements Decision {}

  public Decision put(Address owner, BlobId id, long total, long offset, int chunk, long now) {
    Optional<StoredBlob> known = store.blob(id);
    if (known.isEmpty()) {
      return begin(owner, id, total, offset, chunk, now);
    }
    StoredBlob blob = known.get();
    if (!blob.owner().equals(owner) || blob.size() != total) {
      return new Refused(ErrorCode.BLOB_REFUSED);
    }
    return next(blob, offset, chunk);
  }

  private Decision begin(Address owner, BlobId id, long total, long offset, int chunk, long now) {
    if (total < 1 || total > policy.of(Limit.BLOB_BYTES)) {
      return new Refused(ErrorCode.TOO_LARGE);
    }
    if (store.blobBytes(owner, LEAST) + Math.max(total, LEAST)
        > policy.of(Limit.BLOB_BYTES_PER_ACCOUNT)) {
      return new Refused(ErrorCode.BLOB_SPACE);
    }
    StoredBlob blob = new StoredBlob(id, owner, total, 0, now);
    store.putBlob(blob);
    return next(blob, offset, chunk);
  }

  private static Decision next(StoredBlob blob, long offset, int chunk) {
    // What comes twice because an answer was lost is there already.
    if (chunk == 0 || offset < blob.stored()) {
      return new Progress(blob.stored());
    }
    return offset == blob.stored() && offset + chunk <= blob.size()
        ? new Append()
        : new Refused(ErrorCode.BLOB_REFUSED);
  }

  /// The first `stored` bytes of the blob are on the disk.
  public void reached(BlobId id, long stored) {
    store
        .blob(id)
        .filter(blob -> blob.stored() < stored)
        .ifPresent(blob ->
            store.putBlob(new StoredBlob(id, blob.owner(), blob.size(), stored, blob.created())));
  }

  /// The size of a blob that is there as a whole.
  public Optional<Long> complete(BlobId id) {
    return store.blob(id).filter(blob -> blob.stored() == blob.size()).map(StoredBlob::size);
  }

  /// Forgets what is too old; the edge removes the bytes of those returned.
  public List<BlobId> sweep(long now) {
    long before = now - policy.of(Limit.BLOB_SECONDS) * 1000;
    List<BlobId> old = store.blobsBefore(before, SWEPT_AT_ONCE);
    old.forEach(store::removeBlob);
    return old;
  }
}
