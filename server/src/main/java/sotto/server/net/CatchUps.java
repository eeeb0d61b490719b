package sotto.server.net;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sotto.protocol.frame.ErrorCode;
import sotto.server.ServerException;
import sotto.server.delivery.Effect;
import sotto.server.delivery.Queue;
import sotto.server.store.Damage;
import sotto.server.store.DamagedRowException;
import sotto.server.store.QueueReader;
import sotto.server.store.StoreFailure;

/// Sends queues to clients that came back or fell behind: page by page, read beside the writer, and
/// no page before the client has taken the one before.
final class CatchUps implements AutoCloseable {
  static final int PAGE = 128;

  private final QueueReader reader;
  private final ExecutorService thread;
  private final Damage damage;
  private final Syncer syncer;
  private final Consumer<String> fatal;

  private CatchUps(QueueReader reader, Damage damage, Syncer syncer, Consumer<String> fatal) {
    this.reader = reader;
    this.damage = damage;
    this.syncer = syncer;
    this.fatal = fatal;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sotto-read").factory());
  }

  static CatchUps open(Path folder, Damage damage, Syncer syncer, Consumer<String> fatal)
      throws ServerException {
    try {
      return new CatchUps(QueueReader.open(folder, damage), damage, syncer, fatal);
    } catch (SQLException e) {
      throw new ServerException("The database cannot be read: " + e.getMessage() + ".", e);
    }
  }

  void start(Connection connection, Effect.Read read) {
    next(new Page(connection, read.queue(), read.session(), read.after(), read.upTo()));
  }

  void offer(Connection connection, Effect.Offer offer) {
    execute(
        connection,
        () -> {
          Optional<QueueReader.Pending> entry = reader.one(offer.queue().id(), offer.number());
          entry.ifPresent(found -> hand(connection, () -> connection.take(List.of(found))));
        });
  }

  private record Page(Connection connection, Queue queue, long session, long after, long upTo) {}

  private void next(Page page) {
    execute(
        page.connection,
        () -> {
          List<QueueReader.Pending> entries = reader.page(page.queue.id(), page.after, PAGE);
          hand(page.connection, () -> send(page, entries));
        });
  }

  /// Rule 12: what was read may be of a transaction that is not durable yet, and Commits, Proposals
  /// and Welcomes leave the server only when they are.
  private void hand(Connection connection, Runnable send) {
    if (syncer.idle()) {
      connection.execute(send);
    } else {
      syncer.whenDurable(() -> connection.execute(send));
    }
  }

  private void send(Page page, List<QueueReader.Pending> entries) {
    long reached = entries.isEmpty() ? page.after : entries.getLast().number();
    page.connection.take(entries);
    page.connection.whenReady(() -> {
      if (isFull(entries)) {
        next(new Page(page.connection, page.queue, page.session, reached, page.upTo));
      } else {
        page.connection.caughtUp(page.queue, page.session, reached, page.upTo);
      }
    });
  }

  private static boolean isFull(List<QueueReader.Pending> entries) {
    return entries.size() >= PAGE
        || entries.stream().mapToLong(entry -> entry.body().length).sum() >= QueueReader.PAGE_BYTES;
  }

  private void execute(Connection connection, Runnable work) {
    if (thread.isShutdown()) {
      return;
    }
    thread.execute(() -> {
      try {
        work.run();
      } catch (StoreFailure e) {
        fatal.accept(e.getMessage());
      } catch (DamagedRowException e) {
        damage.met(e);
        connection.execute(() -> connection.refuseConnection(ErrorCode.INTERNAL));
      }
    });
  }

  @Override
  public void close() {
    thread.execute(() -> {
      try {
        reader.close();
      } catch (SQLException e) {
        throw new StoreFailure(e);
      }
    });
    thread.shutdown();
    try {
      // SQLite's last connection to close removes the log by its name: it must not be that of the
      // next server, which may start once this one has let go of the folder.
      if (!thread.awaitTermination(20, TimeUnit.SECONDS)) {
        System.err.println("sotto: the database was not closed in time.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
