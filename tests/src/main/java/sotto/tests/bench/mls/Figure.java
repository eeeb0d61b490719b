package sotto.tests.bench.mls;

import sotto.tests.bench.Table;

/// What a cell of the table says.
sealed interface Figure {
  Figure NO_SUITE = new Words("no such suite");
  Figure STORES_NONE = new Words("stores none");

  record Micros(double value) implements Figure {}

  /// Why there is no number.
  record Words(String text) implements Figure {}

  /// A peer's part of a table had so many seconds, and this was not done when they were over.
  static Figure moreThan(long seconds) {
    return new Words("> " + seconds + " s");
  }

  default String text() {
    return switch (this) {
      case Micros micros -> Table.number(micros.value());
      case Words words -> words.text();
    };
  }

  /// How many times as much as another, where both are numbers.
  default String times(Figure other) {
    return this instanceof Micros(double value)
            && other instanceof Micros(double divisor)
            && divisor > 0
        ? Table.number(value / divisor)
        : "";
  }
}
