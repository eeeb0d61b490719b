package sotto.tests.bench.server;

import java.io.IOException;
import sotto.tests.bench.load.Driver;
import sotto.tests.bench.load.Loop;

/// One server under load: how it is started, and how it is spoken to.
interface Subject {
  String name();

  /// Whether a message is on a disk before the server or its receivers acknowledge it.
  Durability durability();

  /// Whether all that it needs is installed; the sentence otherwise says what is missing.
  String missing();

  /// How many messages wait for people who are away: enough to measure, in a bearable time.
  default int queued() {
    return 200_000;
  }

  Running start() throws IOException, InterruptedException;

  /// A fresh, running server.
  interface Running extends AutoCloseable {
    long pid();

    Driver driver(Loop loop) throws IOException;

    @Override
    void close();
  }

  /// Where an acknowledged message is.
  enum Durability {
    SERVER("server's disk"),
    RECEIVER("receiver's disk"),
    MEMORY("memory");

    private final String words;

    Durability(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
