package sotto.client.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import sotto.client.MessageId;
import sotto.client.engine.Outcome;
import sotto.client.engine.State;
import sotto.client.engine.Trouble;

/// Everybody who waits for something: an answer to a command, a state, the acceptance of a message.
/// Only the loop's thread calls it.
final class Waiters {
  private final Map<Long, CompletableFuture<Outcome>> tickets = new HashMap<>();
  private final List<Watch> watches = new ArrayList<>();
  private final Map<MessageId, List<CompletableFuture<Outcome>>> accepting = new HashMap<>();
  private final Map<MessageId, Trouble> undelivered = new Recent<>();
  private long nextTicket = 1;

  /// A condition that somebody waits for.
  private record Watch(
      Function<State, Optional<Outcome>> condition, CompletableFuture<Outcome> future) {}

  long ticket(CompletableFuture<Outcome> answer) {
    long ticket = nextTicket++;
    tickets.put(ticket, answer);
    return ticket;
  }

  void settle(long ticket, Outcome outcome) {
    CompletableFuture<Outcome> answer = tickets.remove(ticket);
    if (answer != null) {
      answer.complete(outcome);
    }
  }

  void watch(Function<State, Optional<Outcome>> condition, CompletableFuture<Outcome> answer) {
    watches.add(new Watch(condition, answer));
  }

  /// Completes those whose condition has come true.
  void notice(State state) {
    for (Iterator<Watch> each = watches.iterator(); each.hasNext(); ) {
      Watch watch = each.next();
      Optional<Outcome> outcome = watch.condition().apply(state);
      if (outcome.isPresent() || watch.future().isDone()) {
        each.remove();
        outcome.ifPresent(watch.future()::complete);
      }
    }
  }

  /// What became of a message that is not waiting any more; empty when it did nothing wrong.
  Optional<Trouble> trouble(MessageId id) {
    return Optional.ofNullable(undelivered.get(id));
  }

  void acceptance(MessageId id, CompletableFuture<Outcome> answer) {
    accepting.computeIfAbsent(id, _ -> new ArrayList<>()).add(answer);
  }

  void accepted(MessageId id, Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      undelivered.put(id, failed.trouble());
    }
    List<CompletableFuture<Outcome>> waiting = accepting.remove(id);
    if (waiting != null) {
      waiting.forEach(answer -> answer.complete(outcome));
    }
  }

  /// The commands that are under way come to nothing.
  void failCommands(Outcome outcome) {
    tickets.values().forEach(answer -> answer.complete(outcome));
    tickets.clear();
  }

  void failAll(Outcome outcome) {
    failCommands(outcome);
    watches.forEach(watch -> watch.future().complete(outcome));
    accepting.values().forEach(all -> all.forEach(answer -> answer.complete(outcome)));
  }
}
