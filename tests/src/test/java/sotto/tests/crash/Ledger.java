package sotto.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.HistoryEntry;

/// What a history shows of one sender, against what that sender was told is accepted.
final class Ledger {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Ledger() {}

  /// Waits until the last accepted text is there; then all of them must be, once, in order.
  static void holds(
      Client reader, String conversation, String from, List<String> said, String replay)
      throws ClientException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> read = texts(reader, conversation, from);
    while (read.size() < said.size() && System.nanoTime() < deadline) {
      Thread.sleep(100);
      read = texts(reader, conversation, from);
    }
    assertThat(read)
        .as(reader.address() + " reads " + from + " in " + conversation + "; " + replay)
        .containsExactlyElementsOf(said);
  }

  static List<String> texts(Client reader, String conversation, String from)
      throws ClientException {
    return reader.history(conversation, Instant.EPOCH).stream()
        .filter(HistoryEntry.Message.class::isInstance)
        .map(HistoryEntry.Message.class::cast)
        .filter(message -> message.from().equals(from))
        .map(HistoryEntry.Message::text)
        .toList();
  }
}
