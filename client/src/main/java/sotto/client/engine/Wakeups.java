package sotto.client.engine;

import java.time.Instant;
import java.util.Optional;
import sotto.client.engine.GroupRow.Life;
import sotto.client.engine.Talk.Status;

/// When something becomes due by itself.
final class Wakeups {
  private Wakeups() {}

  static Optional<Instant> next(State state, Instant now) {
    if (!state.link().online()) {
      return Optional.empty();
    }
    Earliest earliest = new Earliest(now);
    state.retryAt().ifPresent(earliest::of);
    for (Talk talk : state.talks().values()) {
      if (talk.status() == Status.ACTIVE) {
        talk.receiptsAt().ifPresent(earliest::of);
      }
    }
    for (GroupRow row : state.groups().values()) {
      if (row.life() == Life.ACTIVE && row.staged().isEmpty()) {
        row.proposalsAt().ifPresent(earliest::of);
        earliest.of(row.pathAt());
      }
    }
    for (Intent intent : state.intents().values()) {
      intent.dueAt().ifPresent(earliest::of);
    }
    earliest.of(Stock.due(state));
    OwnList.due(state).ifPresent(earliest::of);
    return earliest.found();
  }

  /// What is due already was tried in this very step; it waits for something else than time.
  private static final class Earliest {
    private final Instant after;
    private Optional<Instant> found = Optional.empty();

    Earliest(Instant after) {
      this.after = after;
    }

    void of(Instant at) {
      if (at.isAfter(after) && found.filter(f -> !at.isBefore(f)).isEmpty()) {
        found = Optional.of(at);
      }
    }

    Optional<Instant> found() {
      return found;
    }
  }
}
