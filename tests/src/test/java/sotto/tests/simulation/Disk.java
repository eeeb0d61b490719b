package sotto.tests.simulation;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.client.engine.Archive;
import sotto.client.engine.Change;
import sotto.client.engine.Table;

/// A client's rows: what is applied is durable, all of a transaction or nothing.
final class Disk implements Archive {
  private record Row(String shelf, byte[] value) {}

  private final Map<Table, LinkedHashMap<String, Row>> tables = new EnumMap<>(Table.class);

  Disk() {
    for (Table table : Table.values()) {
      tables.put(table, new LinkedHashMap<>());
    }
  }

  void apply(List<Change> changes) {
    for (Change change : changes) {
      Map<String, Row> rows = rowsOf(change.table());
      switch (change) {
        case Change.Put put -> rows.put(put.key(), new Row(put.shelf(), put.value().clone()));
        case Change.Delete delete -> rows.remove(delete.key());
        case Change.Clear clear -> rows.values().removeIf(row -> row.shelf.equals(clear.shelf()));
      }
    }
  }

  /// A copy of the whole profile, as somebody might make with `cp -r`.
  Disk copy() {
    Disk copy = new Disk();
    tables.forEach((table, rows) -> copy.rowsOf(table).putAll(rows));
    return copy;
  }

  Map<String, byte[]> load(Table table) {
    Map<String, byte[]> rows = new LinkedHashMap<>();
    rowsOf(table).forEach((key, row) -> rows.put(key, row.value.clone()));
    return rows;
  }

  /// The rows of a shelf, in the order in which they were first put.
  List<byte[]> shelf(Table table, String shelf) {
    return rowsOf(table).values().stream()
        .filter(row -> row.shelf.equals(shelf))
        .map(Row::value)
        .toList();
  }

  @Override
  public Optional<byte[]> find(Table table, String key) {
    return Optional.ofNullable(rowsOf(table).get(key)).map(Row::value);
  }

  private LinkedHashMap<String, Row> rowsOf(Table table) {
    return tables.computeIfAbsent(table, _ -> new LinkedHashMap<>());
  }
}
