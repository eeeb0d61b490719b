package sotto.server.net;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.server.delivery.BlobService;
import sotto.server.store.BlobFiles;

/// Sealed blobs: uploaded in chunks, kept as files, read by whoever knows their id.
final class Blobs implements AutoCloseable {
  private final BlobFiles files;
  private final ExecutorService disk =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("sotto-blobs").factory());

  Blobs(BlobFiles files) {
    this.files = files;
  }

  void put(
      Sequencer sequencer,
      Connection connection,
      long request,
      ClientAddress who,
      ClientFrame.PutBlob put) {
    sequencer.post(
        new Attempt(connection, request) {
          @Override
          public void run(Turn turn) {
            switch (turn.blobs.put(
                who.address(),
                put.blob(),
                put.total(),
                put.offset(),
                put.chunk().size(),
                turn.now())) {
              case BlobService.Append append -> write(sequencer, connection, request, put);
              case BlobService.Progress(long stored) ->
                  turn.afterCommit(Answer.of(connection, request, progress(put, stored)));
              case BlobService.Refused(ErrorCode why) -> connection.fail(request, why);
            }
          }
        });
  }

  private void write(
      Sequencer sequencer, Connection connection, long request, ClientFrame.PutBlob put) {
    disk.execute(() -> {
      try {
        files.write(put.blob(), put.offset(), put.chunk().toArray());
      } catch (IOException full) {
        connection.fail(request, ErrorCode.STORAGE_FULL);
        return;
      }
      long stored = put.offset() + put.chunk().size();
      sequencer.post(
          new Attempt(connection, request) {
            @Override
            public void run(Turn turn) {
              turn.blobs.reached(put.blob(), stored);
              turn.afterCommit(Answer.of(connection, request, progress(put, stored)));
            }
          });
    });
  }

  private static ServerFrame progress(ClientFrame.PutBlob put, long stored) {
    return new ServerFrame.BlobProgress(put.blob(), put.total(), stored);
  }

  void get(Sequencer sequencer, Connection connection, long request, ClientFrame.GetBlob get) {
    sequencer.post(
        new Attempt(connection, request) {
          @Override
          public void run(Turn turn) {
            Optional<Long> total = turn.blobs.complete(get.blob());
            if (total.isEmpty() || get.offset() > total.get()) {
              connection.fail(request, ErrorCode.BLOB_UNKNOWN);
            } else {
              read(connection, request, get, total.get());
            }
          }
        });
  }

  private void read(Connection connection, long request, ClientFrame.GetBlob get, long total) {
    disk.execute(() -> {
      try {
        byte[] chunk = files.read(get.blob(), get.offset(), Limits.MAX_BLOB_CHUNK);
        ServerFrame frame =
            new ServerFrame.BlobChunk(get.blob(), total, get.offset(), Bytes.wrap(chunk));
        connection.execute(() -> connection.reply(request, frame));
      } catch (IOException gone) {
        connection.fail(request, ErrorCode.BLOB_UNKNOWN);
      }
    });
  }

  void delete(List<BlobId> old) {
    if (!old.isEmpty()) {
      disk.execute(() -> old.forEach(this::delete));
    }
  }

  private void delete(BlobId id) {
    try {
      files.delete(id);
    } catch (IOException e) {
      System.err.println("sotto: the file of an old blob was not removed: " + e.getMessage());
    }
  }

  /// A task whose failure its asker is told.
  private abstract static class Attempt implements Sequencer.Task {
    private final Connection connection;
    private final long request;

    Attempt(Connection connection, long request) {
      this.connection = connection;
      this.request = request;
    }

    @Override
    public void failed(ErrorCode why) {
      connection.fail(request, why);
    }
  }

  @Override
  public void close() {
    disk.shutdown();
  }
}
