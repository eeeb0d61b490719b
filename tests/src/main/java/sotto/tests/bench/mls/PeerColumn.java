package sotto.tests.bench.mls;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import sotto.tests.interop.Library;
import sotto.tests.interop.TsLibrary;

/// The column of another implementation: it gets so many seconds for a group and all operations in
/// it, and says so of what was not done then. The group around its two members is Sotto's.
///
/// @param seconds for the whole column
/// @param measured how long an operation is measured, in seconds
record PeerColumn(Library library, Library others, long seconds, double measured) {
  Map<Operation, Figure> time(int suite, int members, Scene.Shape shape, Consumer<String> sentences)
      throws IOException {
    if (!library.hasSuite(suite)) {
      return all(Figure.NO_SUITE);
    }
    Map<Operation, Figure> column = all(Figure.moreThan(seconds));
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    try {
      waitUntil(end);
      Scene scene = Scene.of(library, others, suite, members, shape);
      long slice = Math.max(0, end - System.nanoTime()) / Operation.values().length;
      for (Operation operation : Operation.IN_TURN) {
        if (System.nanoTime() >= end) {
          break;
        }
        waitUntil(end);
        long until = Math.min(end, System.nanoTime() + slice);
        column.put(operation, operation.time(scene, watch(until)));
      }
    } catch (Exception e) {
      if (System.nanoTime() < end) {
        sentences.accept(library.name() + " failed: " + e);
        column.replaceAll(
            (_, figure) -> figure instanceof Figure.Micros ? figure : new Figure.Words("failed"));
      }
      restart();
    }
    return column;
  }

  /// A library in another process is timed by the clock on the wall.
  private Stopwatch watch(long until) {
    Stopwatch.Clock clock =
        library instanceof TsLibrary ? Stopwatch.Clock.WALL : Stopwatch.Clock.THREAD;
    return new Stopwatch(measured, clock, until);
  }

  private void waitUntil(long end) {
    if (library instanceof TsLibrary other) {
      other.waitAtMost(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
  }

  /// One that did not answer in time was ended.
  private void restart() throws IOException {
    if (library instanceof TsLibrary other) {
      other.restart();
    }
  }

  private static Map<Operation, Figure> all(Figure figure) {
    Map<Operation, Figure> column = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      column.put(operation, figure);
    }
    return column;
  }
}
