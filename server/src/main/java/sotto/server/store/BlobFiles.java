package sotto.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import sotto.protocol.frame.BlobId;

/// The bytes of sealed blobs, each in a file that is called by its id.
public final class BlobFiles {
  private final Path folder;

  public BlobFiles(Path data) {
    this.folder = data.resolve("blobs");
  }

  /// Writes a chunk; when this returns, it is on the disk.
  public void write(BlobId id, long offset, byte[] chunk) throws IOException {
    DataFolder.create(folder);
    Path file = file(id);
    DataFolder.createFile(file);
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(chunk);
      while (left.hasRemaining()) {
        out.write(left, offset + left.position());
      }
      out.force(false);
    }
  }

  /// Up to `most` bytes from `offset` on.
  public byte[] read(BlobId id, long offset, int most) throws IOException {
    try (FileChannel in = FileChannel.open(file(id), StandardOpenOption.READ)) {
      long size = Math.max(0, Math.min(most, in.size() - offset));
      ByteBuffer chunk = ByteBuffer.allocate((int) size);
      while (chunk.hasRemaining()) {
        if (in.read(chunk, offset + chunk.position()) < 0) {
          throw new IOException("the file of a blob is shorter than it was");
        }
      }
      return chunk.array();
    }
  }

  public void delete(BlobId id) throws IOException {
    Files.deleteIfExists(file(id));
  }

  private Path file(BlobId id) {
    return folder.resolve(id.hex());
  }
}
