package sotto.app.lab;

import java.util.Locale;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Shown;
import sotto.app.output.Style;
import sotto.app.output.Width;
import sotto.classic.lab.Lesson;
import sotto.classic.lab.Opponent.Outcome;
import sotto.classic.lab.Opponent.Work;
import sotto.classic.lab.Transcript.Column;
import sotto.classic.lab.Transcript.Row;

/// An attack as it runs, for a person in three columns or line by line as JSON.
final class LabReport {
  /// Three columns and what parts them fill a screen of eighty.
  private static final int WIDTH = 25;

  /// Where measured times go. A repeatable report has none.
  enum Figures {
    SHOWN,
    BESIDE
  }

  private final Output output;
  private final Lesson lesson;
  private final Figures figures;

  LabReport(Output output, Lesson lesson, Figures figures) {
    this.output = output;
    this.lesson = lesson;
    this.figures = figures;
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
                + "\n"
                + Paragraph.of(sentence(lesson.line()))
                + "\n"
                + Paragraph.of(
                    "The attacker: " + lesson.attacker() + " (" + lesson.position().words() + ").")
                + "\n\n"
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
    Work work = outcome.work();
    String verdict = outcome.broken() ? "broken" : against.equals("sotto") ? "stopped" : "holds";
    Json json =
        event(against)
            .put("outcome", verdict)
            .put("by", outcome.by())
            .put("work", work.count())
            .put("unit", work.unit());
    if (figures == Figures.SHOWN)
      json.put("milliseconds", work.time().toMillis()).put("remark", work.remark());
    else output.remark("measured on " + against + ": " + measured(work));
    output.print(json, () -> verdict(against, verdict, outcome));
  }

  private String verdict(String against, String verdict, Outcome outcome) {
    Style style = output.style();
    String first = Paragraph.of(capital(verdict) + ": " + outcome.by() + ".");
    String text =
        mark(style, verdict)
            + first.substring(verdict.length())
            + "\n"
            + Paragraph.of(cost(outcome.work(), figures));
    if (!against.equals("profile")) return text;
    return text
        + "\n"
        + Paragraph.of("The fault of the design: " + lesson.fault())
        + "\n\n"
        + style.bold("The same attacker on Sotto")
        + (figures == Figures.SHOWN ? "" : "\n" + Paragraph.of(Repeatable.NOTE))
        + "\n"
        + style.faint(heading());
  }

  static String cost(Work work, Figures figures) {
    String count = "Work: %,d %s".formatted(work.count(), work.unit());
    return figures == Figures.SHOWN ? count + " in " + measured(work) : count + ".";
  }

  private static String measured(Work work) {
    String remark = work.remark().isEmpty() ? "" : "; " + work.remark();
    return "%,d ms%s.".formatted(work.time().toMillis(), remark);
  }

  static String sentence(String line) {
    return capital(line) + ".";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String mark(Style style, String verdict) {
    String word = capital(verdict);
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
      boolean last = column == Column.VICTIM_RECEIVES;
      String blank = " ".repeat(width) + "│ ";
      var lines = new StringBuilder();
      for (String part : Paragraph.lines(text, last ? width + 1 : width - 1)) {
        if (!lines.isEmpty()) lines.append('\n');
        String cell = last ? part : Width.pad(part, width) + "│ ";
        lines.append((blank.repeat(at) + cell + blank.repeat(Math.max(0, 1 - at))).stripTrailing());
      }
      return lines.toString();
    }
  }
}
