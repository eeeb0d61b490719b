package sotto.tests.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.Address;
import sotto.protocol.limits.Limits;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;
import sotto.server.delivery.BlobService;
import sotto.server.delivery.BlobStore;

/// The real rules for blobs over a disk in memory, which never loses what it has.
final class SimulatedBlobs implements BlobStore {
  private final Map<BlobId, StoredBlob> rows = new HashMap<>();
  private final Map<BlobId, byte[]> bytes = new HashMap<>();
  private final BlobService service;

  SimulatedBlobs(Policy policy) {
    this.service = new BlobService(this, policy);
  }

  int count() {
    return rows.size();
  }

  ServerFrame put(Address owner, ClientFrame.PutBlob put, long now) {
    int size = put.chunk().size();
    return switch (service.put(owner, put.blob(), put.total(), put.offset(), size, now)) {
      case BlobService.Append _ -> {
        byte[] before = bytes.getOrDefault(put.blob(), new byte[0]);
        byte[] after = Arrays.copyOf(before, before.length + size);
        System.arraycopy(put.chunk().toArray(), 0, after, before.length, size);
        bytes.put(put.blob(), after);
        service.reached(put.blob(), after.length);
        yield new ServerFrame.BlobProgress(put.blob(), put.total(), after.length);
      }
      case BlobService.Progress(long stored) ->
          new ServerFrame.BlobProgress(put.blob(), put.total(), stored);
      case BlobService.Refused(ErrorCode why) -> ServerFrame.Failed.of(why);
    };
  }

  ServerFrame get(ClientFrame.GetBlob get) {
    Optional<Long> total = service.complete(get.blob());
    if (total.isEmpty() || get.offset() > total.get()) {
      return ServerFrame.Failed.of(ErrorCode.BLOB_UNKNOWN);
    }
    byte[] all = bytes.getOrDefault(get.blob(), new byte[0]);
    int to = (int) Math.min(all.length, get.offset() + Limits.MAX_BLOB_CHUNK);
    Bytes chunk = Bytes.wrap(Arrays.copyOfRange(all, (int) get.offset(), to));
    return new ServerFrame.BlobChunk(get.blob(), total.get(), get.offset(), chunk);
  }

  @Override
  public Optional<StoredBlob> blob(BlobId id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public void putBlob(StoredBlob blob) {
    rows.put(blob.id(), blob);
  }

  @Override
  public void removeBlob(BlobId id) {
    rows.remove(id);
    bytes.remove(id);
  }

  @Override
  public long blobBytes(Address owner, long least) {
    return rows.values().stream()
        .filter(blob -> blob.owner().equals(owner))
        .mapToLong(blob -> Math.max(blob.size(), least))
        .sum();
  }

  @Override
  public List<BlobId> blobsBefore(long created, int limit) {
    return rows.values().stream()
        .filter(blob -> blob.created() < created)
        .map(StoredBlob::id)
        .limit(limit)
        .toList();
  }
}
