package sotto.app.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows whose columns line up, under a heading.
public final class Table {
  private static final int WIDEST = 200;

  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... heading) {
    this.heading = List.of(heading);
  }

  public Table row(String... cells) {
    if (cells.length != heading.size()) {
      throw new IllegalArgumentException(
          "A row has %d cells under %d headings.".formatted(cells.length, heading.size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// All lines, the heading first; numbers are aligned to the right.
  public List<String> lines(Style style) {
    int[] widths = IntStream.range(0, heading.size()).map(this::width).toArray();
    List<String> lines = new ArrayList<>();
    lines.add(style.faint(line(heading, widths)));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private int width(int column) {
    int widest = rows.stream().mapToInt(row -> Width.of(row.get(column))).max().orElse(0);
    return Math.max(Width.of(heading.get(column)), Math.min(WIDEST, widest));
  }

  private String line(List<String> cells, int[] widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(i -> cell(cells.get(i), widths[i], i))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private String cell(String text, int width, int column) {
    boolean numbers =
        !rows.isEmpty()
            && rows.stream().allMatch(row -> row.get(column).matches("[0-9 ,.]*( [kMG]?B)?"));
    String cut = Width.cut(text, width);
    return numbers ? " ".repeat(width - Width.of(cut)) + cut : Width.pad(cut, width);
  }
}
