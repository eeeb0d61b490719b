package sotto.app.lab;

import java.util.Locale;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Shown;
import sotto.app.output.Style;
import sotto.classic.lab.Lesson;
import sotto.classic.lab.Opponent.Outcome;
import sotto.classic.lab.Opponent.Work;
import sotto.classic.lab.Transcript.Column;
import sotto.classic.lab.Transcript.Row;

/// An attack as it runs, for a person in three columns or line by line as JSON.
final class LabReport {
  private static final int WIDTH = 36;

  private final Output output;
  private final Lesson lesson;

  LabReport(Output output, Lesson lesson) {
    this.output = output;
    this.lesson = lesson;
  }

  void opening() {
    Style style = output.style();
    output.print(
        event("begin")
            .put("system", lesson.system())
            .put("position", lesson.position().words())
            .put("attacker", lesson.attacker())
            .put("line", lesson.line()),
        () ->
            style.bold(lesson.name())
                + "  "
                + lesson.line()
                + "\n"
                + "The attacker: "
                + lesson.attacker()
                + " ("
                + lesson.position().words()
                + ").\n\n"
                + style.bold("On " + lesson.system())
                + "\n"
                + style.faint(heading()));
  }

  static String heading() {
    return pad("victim sends") + "│ " + pad("attacker sees and does") + "│ victim receives";
  }

  void row(String against, Row row) {
    output.print(
        event(against)
            .put("column", row.column().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .put("text", row.text()),
        () -> Layout.columns(row.column(), Shown.line(row.text()), WIDTH));
  }

  void outcome(String against, Outcome outcome) {
    Style style = output.style();
    Work work = outcome.work();
    String verdict = outcome.broken() ? "broken" : against.equals("sotto") ? "stopped" : "holds";
    output.print(
        event(against)
            .put("outcome", verdict)
            .put("by", outcome.by())
            .put("work", work.count())
            .put("unit", work.unit())
            .put("milliseconds", work.time().toMillis())
            .put("remark", work.remark()),
        () ->
            mark(style, verdict)
                + ": "
                + outcome.by()
                + ".\n"
                + cost(work)
                + (against.equals("profile")
                    ? "\nThe fault of the design: "
                        + lesson.fault()
                        + "\n\n"
                        + style.bold("The same attacker on Sotto")
                        + "\n"
                        + style.faint(heading())
                    : ""));
  }

  static String cost(Work work) {
    return "Work: %,d %s in %,d ms%s."
        .formatted(
            work.count(),
            work.unit(),
            work.time().toMillis(),
            work.remark().isEmpty() ? "" : "; " + work.remark());
  }

  private static String mark(Style style, String verdict) {
    String word = verdict.substring(0, 1).toUpperCase(Locale.ROOT) + verdict.substring(1);
    return verdict.equals("broken") ? style.bad(word) : style.good(word);
  }

  void end(Outcome profile, Outcome sotto) {
    output.print(
        Json.event("end")
            .put("name", lesson.name())
            .put("profile", profile.broken() ? "broken" : "holds")
            .put("sotto", sotto.broken() ? "broken" : "stopped")
            .put("by", sotto.by()),
        () ->
            "\n"
                + lesson.system()
                + ": "
                + (profile.broken() ? "broken" : "holds")
                + " · Sotto: "
                + (sotto.broken() ? "broken" : "stopped"));
  }

  private Json event(String against) {
    return Json.event("attack")
        .put("name", lesson.name())
        .put("profile", lesson.profile().name())
        .put("against", against);
  }

  private static String pad(String text) {
    return text + " ".repeat(Math.max(0, WIDTH - text.length()));
  }

  /// Three columns of text, side by side.
  static final class Layout {
    private Layout() {}

    static String columns(Column column, String text, int width) {
      int at = column.ordinal();
      var lines = new StringBuilder();
      for (String part : wrapped(text, column == Column.VICTIM_RECEIVES ? width + 8 : width - 1)) {
        if (!lines.isEmpty()) lines.append('\n');
        String blank = " ".repeat(width) + "│ ";
        String cell =
            column == Column.VICTIM_RECEIVES
                ? part
                : part + " ".repeat(Math.max(0, width - length(part))) + "│ ";
        lines.append(blank.repeat(at)).append(cell).append(blank.repeat(Math.max(0, 1 - at)));
      }
      return lines.toString();
    }

    private static int length(String text) {
      return text.codePointCount(0, text.length());
    }

    private static java.util.List<String> wrapped(String text, int width) {
      var lines = new java.util.ArrayList<String>();
      String rest = text;
      while (rest.length() > width) {
        int space = rest.lastIndexOf(' ', width);
        int cut = space > width / 3 ? space : width;
        lines.add(rest.substring(0, cut));
        rest = rest.substring(cut).stripLeading();
      }
      lines.add(rest);
      return lines;
    }
  }
}
