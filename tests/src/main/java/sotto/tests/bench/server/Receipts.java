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
/// one for all of them, as if they shared a disk, and is written over and over like a database's
/// log; while one sync runs, the next batch gathers.
final class Receipts implements AutoCloseable {
  private static final int FILE = 1 << 26;

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
  private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private List<byte[]> contents = new ArrayList<>();
  private List<Runnable> acknowledgements = new ArrayList<>();
  private boolean syncing;

  Receipts(Mode mode, Loop loop, Path folder) throws IOException {
    this.mode = mode;
    this.loop = loop;
    this.file =
        FileChannel.open(
            folder.resolve("receivers.log"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (mode == Mode.AFTER_FSYNC) {
      file.write(ByteBuffer.allocate(FILE));
      file.force(true);
      file.position(0);
    }
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
      int length = batch.stream().mapToInt(content -> content.length).sum();
      if (buffer.capacity() < length) {
        buffer = ByteBuffer.allocateDirect(2 * length);
      }
      buffer.clear();
      batch.forEach(buffer::put);
      buffer.flip();
      if (file.position() + length > FILE) {
        file.position(0);
      }
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      file.force(false);
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
