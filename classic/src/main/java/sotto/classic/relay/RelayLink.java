package sotto.classic.relay;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sotto.classic.net.Connection;
import sotto.classic.net.Leaving;
import sotto.classic.part.Refusal;
import sotto.classic.record.Fields;
import sotto.classic.record.Layout;
import sotto.classic.record.RelayRecords;
import sotto.classic.record.Vocabulary;
import sotto.classic.record.Vocabulary.Said;

/// A client's connection: questions with their answers, and beside them whatever the server passes
/// on.
final class RelayLink implements AutoCloseable {
  private static final int ANSWER_SECONDS = 20;

  private final Connection connection;
  private final Vocabulary words;
  private final Consumer<String> trouble;
  private final BlockingQueue<Optional<Said>> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Said> passedOn = new LinkedBlockingQueue<>();
  private final Thread listening;
  private volatile boolean closed;

  RelayLink(Connection connection, Vocabulary words, Consumer<String> trouble) {
    this.connection = connection;
    this.words = words;
    this.trouble = trouble;
    this.listening = Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try {
      while (true) {
        Optional<byte[]> record = connection.receive();
        if (record.isEmpty()) break;
        sort(record.get());
      }
    } catch (Refusal e) {
      trouble.accept(e.sentence());
    }
    answers.add(Optional.empty());
    if (!closed) trouble.accept("The server has closed the connection.");
    connection.close();
  }

  private void sort(byte[] record) {
    try {
      Said said = words.read(record);
      switch (said.layout().name()) {
        case "message", "receipt", "rejected" -> passedOn.add(said);
        default -> answers.add(Optional.of(said));
      }
    } catch (Refusal e) {
      trouble.accept("The server sent something that is not understood. " + e.sentence());
    }
  }

  /// Waits for the next thing that the server passes on.
  Said next() throws InterruptedException {
    return passedOn.take();
  }

  Said ask(Layout layout, Fields fields) throws Refusal {
    return askRaw(layout.encode(fields));
  }

  synchronized Said askRaw(byte[] record) throws Refusal {
    connection.send(record);
    try {
      Optional<Said> answer = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (answer == null) throw Refusal.unreachable("The server does not answer.");
      if (answer.isEmpty()) answers.add(answer);
      return answer.orElseThrow(() -> Refusal.unreachable("The server has closed the connection."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.here("Interrupted.");
    }
  }

  /// Asks for something that is granted or refused.
  Fields request(Layout layout, Fields fields) throws Refusal {
    return granted(ask(layout, fields));
  }

  static Fields granted(Said said) throws Refusal {
    if (!said.is(RelayRecords.ANSWER))
      throw Refusal.unreachable("The server gave no answer to the question.");
    if (!said.fields().flag("success")) throw Refusal.refused(said.fields().text("message"));
    return said.fields();
  }

  void tell(Layout layout, Fields fields) throws Refusal {
    connection.send(layout.encode(fields));
  }

  /// Lets what was sent arrive before the connection ends.
  @Override
  public void close() {
    closed = true;
    connection.finish();
    Leaving.await(listening);
    connection.close();
  }
}
