package sotto.tests.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Sent;

/// Goes on sending numbered texts to a conversation, several in flight, until told to stop.
final class Talker {
  private static final int IN_FLIGHT = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Client client;
  private final String to;
  private final FutureTask<List<String>> work = new FutureTask<>(this::talk);
  private final Semaphore progress = new Semaphore(0);
  private volatile boolean stopped;

  Talker(Client client, String to) {
    this.client = client;
    this.to = to;
    Thread.ofVirtual().name("talker " + to).start(work);
  }

  /// Waits until another message has been accepted, or half a minute.
  void awaitProgress() throws InterruptedException {
    progress.drainPermits();
    boolean came = progress.tryAcquire(30, TimeUnit.SECONDS);
    if (!came && work.isDone()) {
      throw new AssertionError("The talker to " + to + " has ended.");
    }
  }

  /// Ends, and tells which texts were accepted: every one that was sent.
  List<String> finish() throws InterruptedException, ExecutionException {
    stopped = true;
    return work.get();
  }

  private List<String> talk() throws ClientException, InterruptedException {
    List<String> said = new ArrayList<>();
    while (!stopped) {
      List<Sent> flight = new ArrayList<>();
      for (int i = 0; i < IN_FLIGHT; i++) {
        String text = to + " " + said.size();
        flight.add(client.send(to, text, Optional.empty()));
        said.add(text);
      }
      for (Sent sent : flight) {
        client.awaitAccepted(sent.id(), PATIENCE);
        progress.release();
      }
      Thread.sleep(40);
    }
    return said;
  }
}
