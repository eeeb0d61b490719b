package sotto.server.delivery;

import java.util.List;
import java.util.Optional;
import sotto.protocol.frame.BlobId;
import sotto.protocol.identity.Address;

/// What the Delivery Service keeps of sealed blobs, apart from their bytes. Calls are part of the
/// open transaction.
public interface BlobStore {
  Optional<StoredBlob> blob(BlobId id);

  /// @param size of the whole blob
  /// @param stored how many of its bytes are durable, from the first on
  record StoredBlob(BlobId id, Address owner, long size, long stored, long created) {}

  void putBlob(StoredBlob blob);

  void removeBlob(BlobId id);

  /// The bytes that the blobs of an account take or will take, each counted as `least` at least.
  long blobBytes(Address owner, long least);

  List<BlobId> blobsBefore(long created, int limit);
}
