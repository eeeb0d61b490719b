package sotto.app.demo;

import java.util.ArrayList;
import java.util.List;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Shown;
import sotto.app.output.Style;
import sotto.app.output.Width;

/// The demo's four columns and, at the end, one line per fact.
final class Report {
  private static final int GAP = 2;
  private static final int COLUMNS = 4;
  private static final int INDENT = 2;

  private final Output output;
  private final int cell;
  private final List<Fact> facts = new ArrayList<>();
  private int steps;

  private record Fact(String name, boolean ok, String detail) {}

  Report(Output output, int columns) {
    this.output = output;
    this.cell = Math.max(12, (columns - INDENT - (COLUMNS - 1) * GAP) / COLUMNS);
  }

  void heading() {
    output.text(
        output
            .style()
            .bold(
                row(
                    "what alice wrote",
                    "what left her client",
                    "what the server stored",
                    "what bob read")));
    output.text(row("─".repeat(cell), "─".repeat(cell), "─".repeat(cell), "─".repeat(cell)));
  }

  /// One step: its name, then the four columns beneath; what is longer than a column goes on in the
  /// next line.
  void step(String name, String wrote, String left, String stored, String read) {
    steps++;
    output.print(
        Json.event("step")
            .put("name", name)
            .put("wrote", wrote)
            .put("left", left)
            .put("stored", stored)
            .put("read", read),
        () -> text(name, List.of(wrote, left, stored, read)));
  }

  void fact(String name, boolean ok) {
    fact(name, ok, "");
  }

  void fact(String name, boolean ok, String detail) {
    facts.add(new Fact(name, ok, detail));
  }

  /// Prints the facts; whether all held.
  boolean end() {
    output.text("");
    for (var fact : facts) {
      output.print(
          Json.event("check").put("name", fact.name()).put("ok", fact.ok()), () -> line(fact));
    }
    long failed = facts.stream().filter(fact -> !fact.ok()).count();
    output.print(
        Json.event("end").put("checks", facts.size()).put("failed", failed),
        () ->
            "\n"
                + (failed == 0
                    ? output.style().good("All %d facts hold.".formatted(facts.size()))
                    : output
                        .style()
                        .bad("%d of %d facts do not hold.".formatted(failed, facts.size()))));
    return failed == 0;
  }

  private String line(Fact fact) {
    Style style = output.style();
    String sign = fact.ok() ? style.good("✓ holds") : style.bad("✗ FAILS");
    String why = fact.ok() || fact.detail().isEmpty() ? "" : " (" + Shown.line(fact.detail()) + ")";
    return "%s  %s%s".formatted(sign, fact.name(), why);
  }

  private String text(String name, List<String> cells) {
    var lines = new StringBuilder();
    lines.append(output.style().accent("%2d %s".formatted(steps, name))).append('\n');
    List<List<String>> wrapped = cells.stream().map(this::wrap).toList();
    int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
    for (int at = 0; at < height; at++) {
      int line = at;
      lines.append(
          row(
              wrapped.stream()
                  .map(column -> line < column.size() ? column.get(line) : "")
                  .toArray(String[]::new)));
      lines.append('\n');
    }
    return lines.substring(0, lines.length() - 1);
  }

  private List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (String word : Shown.line(text).split(" ")) {
      if (!line.isEmpty() && Width.of(line + " " + word) > cell) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(Width.cut(word, cell));
    }
    lines.add(line.toString());
    return lines;
  }

  private String row(String... cells) {
    var row = new StringBuilder(" ".repeat(INDENT));
    for (String text : cells) {
      row.append(Width.pad(text, cell)).append(" ".repeat(GAP));
    }
    return row.toString().stripTrailing();
  }
}
