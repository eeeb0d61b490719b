package sotto.classic.lab;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The three columns as they are written, row by row.
public final class Transcript implements Opponent.Columns {
  public enum Column {
    VICTIM_SENDS,
    ATTACKER,
    VICTIM_RECEIVES
  }

  public record Row(Column column, String text) {}

  private final List<Row> rows = new CopyOnWriteArrayList<>();
  private final Consumer<Row> reader;

  public Transcript(Consumer<Row> reader) {
    this.reader = reader;
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  @Override
  public void victimSends(String what) {
    add(new Row(Column.VICTIM_SENDS, what));
  }

  @Override
  public void attacker(String what) {
    add(new Row(Column.ATTACKER, what));
  }

  @Override
  public void victimReceives(String what) {
    add(new Row(Column.VICTIM_RECEIVES, what));
  }

  private void add(Row row) {
    rows.add(row);
    reader.accept(row);
  }
}
