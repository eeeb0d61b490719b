package sotto.app.lab;

import java.util.regex.Pattern;
import sotto.app.lab.LabReport.Figures;
import sotto.classic.lab.Lesson;
import sotto.classic.lab.Opponent.Outcome;
import sotto.classic.lab.Opponent.Position;
import sotto.classic.lab.Transcript;

/// An attack as a page that can be printed and handed out. Everything that comes from elsewhere is
/// escaped.
record Worksheet(Lesson lesson, long seed, Figures figures) {
  private static final Pattern BYTES = Pattern.compile("[0-9a-f]{16,}…?");

  /// Two lines to write on: borders are printed also where backgrounds are not.
  private static final String ANSWER = "<i></i><i></i>";

  private static final String STYLE =
      """
      @page { size: A4; margin: 15mm 15mm 17mm }
      * { box-sizing: border-box }
      body { font: 11pt/1.45 system-ui, "Segoe UI", "DejaVu Sans", Arial, sans-serif; color: #16181d; background: #fff; max-width: 60rem; margin: 0 auto; padding: 1.5rem }
      header { display: flex; gap: 2rem; justify-content: space-between; align-items: flex-end; border-bottom: 3px solid #16181d; padding-bottom: .6rem }
      h1 { font: 700 1.5rem/1.2 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; margin: 0 }
      .line { font-size: 1.05rem; margin: .2rem 0 0 } .pupil { white-space: nowrap; color: #555; font-size: 9pt; line-height: 2.1 }
      h2 { font-size: 1.05rem; margin: 1.4rem 0 .4rem; break-after: avoid }
      dl { display: grid; grid-template-columns: 6rem 1fr; gap: .15rem 1rem; margin: .8rem 0 0 } dt { color: #555 } dd { margin: 0 }
      table { border-collapse: collapse; width: 100%; table-layout: fixed } thead { display: table-header-group } tr { break-inside: avoid }
      th, td { border: 1px solid #a9adb6; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; font-size: 9.5pt }
      th { background: #e9ebef; font-weight: 600 } td:empty { background: #fafafb } td.attacker { background: #fdf1ee }
      code { font: 8pt/1.35 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; color: #444 }
      .verdict { border-left: .4rem solid; padding: .35rem .7rem; margin: .6rem 0 0; break-inside: avoid } .verdict small { color: #444 }
      .broken { border-color: #b3261e } .broken b { color: #b3261e } .stopped { border-color: #1b6e3c } .stopped b { color: #1b6e3c }
      .fault { border: 2px solid #16181d; padding: .5rem .8rem; margin: 1rem 0 0; break-inside: avoid }
      ol { padding-left: 1.3rem; margin: 0 } li { break-inside: avoid } li i { display: block; height: 1.7rem; border-bottom: 1px solid #a9adb6; margin-right: 2px } li i:last-child { margin-bottom: .7rem }
      @media print { body { font-size: 10pt; padding: 0 2px 0 0; max-width: none } td.attacker, td:empty, th { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
      """;

  String page(Transcript first, Outcome profile, Transcript second, Outcome sotto) {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>%1$s</title><style>%2$s</style></head><body>
    <header><div><h1>%1$s</h1><p class="line">%3$s</p></div>
    <div class="pupil">Name ______________________<br>Date ______________________</div></header>
    <dl><dt>System</dt><dd>%4$s</dd><dt>Attacker</dt><dd>%5$s (%6$s)</dd><dt>Again</dt><dd><code>./sotto lab attack %1$s --seed %7$d</code></dd></dl>
    <h2>On %4$s</h2>%8$s
    <p class="fault"><b>The fault of the design.</b> %9$s</p>
    <h2>The same attacker on Sotto</h2>%10$s
    <h2>Questions</h2>
    <ol><li>Which bytes did the attacker change or copy, and which did it leave alone?%12$s</li>
    <li>%11$s%12$s</li>
    <li>What is the smallest change to the design that stops this attack, and what does it cost?%12$s</li></ol>
    </body></html>
    """
        .formatted(
            escaped(lesson.name()),
            STYLE,
            escaped(LabReport.sentence(lesson.line())),
            escaped(lesson.system()),
            escaped(lesson.attacker()),
            escaped(lesson.position().words()),
            seed,
            part(first, profile, profile.broken() ? "Broken" : "Holds"),
            escaped(lesson.fault()),
            part(second, sotto, sotto.broken() ? "Broken" : "Stopped"),
            question(lesson.position()),
            ANSWER);
  }

  private static String question(Position position) {
    return switch (position) {
      case WIRE ->
          "Who stands on the wire between you and a server at home, at school, on a train?";
      case FOLDER -> "Who can write in a folder that two people share, and who notices?";
      case SERVER ->
          "What did the users have to believe of the server, and how could they check it?";
      case USER -> "What did the server have to ask this user before it did as it was told?";
      case LEAKED_KEY ->
          "How long is a key kept in this design, and when could it have been erased?";
    };
  }

  private String part(Transcript transcript, Outcome outcome, String verdict) {
    var rows = new StringBuilder();
    for (Transcript.Row row : transcript.rows()) {
      rows.append("<tr>");
      for (Transcript.Column column : Transcript.Column.values())
        rows.append(
                column == Transcript.Column.ATTACKER && column == row.column()
                    ? "<td class=\"attacker\">"
                    : "<td>")
            .append(column == row.column() ? cell(row.text()) : "")
            .append("</td>");
      rows.append("</tr>\n");
    }
    return "<table><thead><tr><th>victim sends</th><th>attacker sees and does</th><th>victim receives</th></tr></thead>\n<tbody>"
        + rows
        + "</tbody></table><p class=\"verdict "
        + (outcome.broken() ? "broken" : "stopped")
        + "\"><b>"
        + verdict
        + ":</b> "
        + escaped(outcome.by())
        + ".<br><small>"
        + escaped(LabReport.cost(outcome.work(), figures))
        + "</small></p>";
  }

  /// Bytes in a letter of their own.
  private static String cell(String text) {
    return BYTES.matcher(escaped(text)).replaceAll("<code>$0</code>");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
