package sotto.tests.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rows in columns that line up. Rows are printed when all of them are known.
public final class Table {
  private final List<String[]> rows = new ArrayList<>();

  public Table(String... headings) {
    rows.add(headings);
  }

  public Table row(String... cells) {
    rows.add(cells);
    return this;
  }

  /// The newest row on one line, to be printed while others are still measured.
  public String newest() {
    return "  " + String.join("  ", rows.getLast());
  }

  public void print(PrintStream out) {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    out.println();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String padding = " ".repeat(widths[i] - row[i].length());
        line.append(i == 0 ? row[i] + padding : "  " + padding + row[i]);
      }
      out.println(line.toString().stripTrailing());
    }
    out.println();
  }

  /// `12,345`, `12.3` or `0.123`: as many digits as matter.
  public static String number(double value) {
    if (value >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }
}
