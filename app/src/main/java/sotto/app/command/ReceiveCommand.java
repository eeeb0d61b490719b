package sotto.app.command;

import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sotto.app.Sotto;
import sotto.app.output.EventJson;
import sotto.app.output.EventText;
import sotto.app.output.Output;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.Subscription;

@Command(
    name = "receive",
    description = "Prints what waits, acknowledges it and sends receipts.",
    footer = {"", "Example: ./sotto receive --wait 60 --json"})
final class ReceiveCommand implements Callable<Integer> {
  private static final Duration RECEIPTS = Duration.ofSeconds(5);
  private static final double LONGEST_WAIT = 1e9;

  private final Sotto sotto;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "Go on printing what comes for so long.")
  private @Nullable Double wait;

  @Option(names = "--count", paramLabel = "N", description = "End after the Nth message.")
  private @Nullable Integer count;

  ReceiveCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException, InterruptedException {
    if (wait != null && !(wait >= 0 && wait <= LONGEST_WAIT) || count != null && count < 1) {
      throw new ClientException.Usage("--wait takes seconds and --count a number from 1.");
    }
    try (var client = sotto.open()) {
      var printer = new Printer(client, sotto.output(), count == null ? Integer.MAX_VALUE : count);
      try (var events = client.subscribe(printer::take)) {
        try {
          receive(client, printer, events);
        } finally {
          events.settle();
        }
      }
      printer.failure();
      printer.stops.raise(client);
    }
    return 0;
  }

  private void receive(Client client, Printer printer, Subscription events)
      throws ClientException, InterruptedException {
    long end = System.nanoTime() + (wait == null ? 0 : (long) (wait * 1e9));
    events.settle();
    printer.stops.forget();
    client.connect();
    // Waiting for the server goes on as long as waiting for messages does; what is kept here is
    // printed meanwhile.
    Duration patience = wait == null || wait < 1 ? sotto.patience() : left(end);
    awaitOnline(client, printer, patience);
    if (!printer.full()) {
      client.catchUp(sotto.patience());
      printer.await(left(end));
      events.settle();
    }
    try {
      client.flush(RECEIPTS);
    } catch (ClientException.Unreachable | ClientException.Postponed e) {
      // Receipts are kept and go with the next command that connects.
      return;
    }
  }

  private static void awaitOnline(Client client, Printer printer, Duration patience)
      throws ClientException {
    try {
      client.awaitOnline(patience);
    } catch (ClientException.Unreachable | ClientException.Postponed e) {
      if (!printer.full()) {
        throw e;
      }
    }
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /// Prints an event, then marks it as printed: a kill between the two repeats at most that one
  /// line.
  private static final class Printer {
    private final Client client;
    private final Output output;
    private final EventText text;
    private final CountDownLatch full = new CountDownLatch(1);
    private final AtomicReference<@Nullable ClientException> failure = new AtomicReference<>();
    private final Stops stops = new Stops();
    private int wanted;

    Printer(Client client, Output output, int wanted) {
      this.client = client;
      this.output = output;
      this.wanted = wanted;
      this.text = new EventText(output.style(), ZoneId.systemDefault());
    }

    synchronized void take(Event event) {
      if (event.number() == 0 || full()) {
        return;
      }
      stops.heed(event);
      output.print(EventJson.of(event), () -> text.of(event));
      if (output.broken()) {
        failure.set(new ClientException.Local(output.loss()));
        full.countDown();
        return;
      }
      try {
        client.acknowledge(event);
      } catch (ClientException e) {
        failure.set(e);
        full.countDown();
        return;
      }
      if (event instanceof Event.Message && --wanted == 0) {
        full.countDown();
      }
    }

    boolean full() {
      return full.getCount() == 0;
    }

    void await(Duration time) throws InterruptedException {
      var _ = full.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void failure() throws ClientException {
      var thrown = failure.get();
      if (thrown != null) {
        throw thrown;
      }
    }
  }
}
