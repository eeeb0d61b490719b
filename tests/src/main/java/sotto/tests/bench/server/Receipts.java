package sotto.tests.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sotto.tests.bench.load.Loop;

/// When receivers acknowledge: at once, or when what they got is in a file and synced. The file is
/// one for all of them, as if they shared a disk; while one sync runs, the next batch gathers.
final class Receipts implements AutoCloseable {
  /// Whether the receivers' own durability is real.
  enum Mode {
    AT_ONCE,
    AFTER_FSYNC
  }

  private final Mode mode;
  private final Loop loop;
  private final ExecutorService disk =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private final FileChannel file;
  private List<byte[]> contents = new ArrayList<>();
  private List<Runnable> acknowledgements = new ArrayList<>();
  private boolean syncing;

  Receipts(Mode mode, Loop loop, Path folder) throws IOException {
    this.mode = mode;
    this.loop = loop;
    this.file =
        FileChannel.open(
            folder.resolve("receivers.log"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    loop.everyCycle(this::sync);
  }

  /// On the loop's thread.
  void received(byte[] content, Runnable acknowledge) {
    switch (mode) {
      case AT_ONCE -> acknowledge.run();
      case AFTER_FSYNC -> {
        contents.add(content);
        acknowledgements.add(acknowledge);
      }
    }
  }

  private void sync() {
    if (syncing || contents.isEmpty()) {
      return;
    }
    syncing = true;
    List<byte[]> batch = contents;
    List<Runnable> ready = acknowledgements;
    contents = new ArrayList<>();
    acknowledgements = new ArrayList<>();
    disk.execute(() -> {
      write(batch);
      loop.execute(() -> {
        syncing = false;
        ready.forEach(Runnable::run);
      });
    });
  }

  private void write(List<byte[]> batch) {
    try {
      ByteBuffer buffer = ByteBuffer.allocateDirect(batch.stream().mapToInt(c -> c.length).sum());
      batch.forEach(buffer::put);
      buffer.flip();
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      file.force(false);
      if (file.position() > 1L << 28) {
        file.position(0);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public void close() {
    disk.shutdown();
    try {
      file.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
