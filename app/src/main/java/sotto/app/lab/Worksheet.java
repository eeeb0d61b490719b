package sotto.app.lab;

import sotto.classic.lab.Lesson;
import sotto.classic.lab.Opponent.Outcome;
import sotto.classic.lab.Transcript;

/// An attack as a page that can be printed and handed out. Everything that comes from elsewhere is
/// escaped.
record Worksheet(Lesson lesson, long seed) {
  private static final String STYLE =
      """
      @page { size: A4; margin: 16mm }
      body { font: 11pt/1.45 Georgia, serif; color: #1b1b1b; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
      h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; border-bottom: 2px solid #1b1b1b }
      .line { font-size: 1.1rem; margin: .2rem 0 1rem } dl { display: grid; grid-template-columns: 9rem 1fr; gap: .2rem 1rem; margin: 0 }
      dt { color: #555 } dd { margin: 0 }
      table { border-collapse: collapse; width: 100%; table-layout: fixed } tr { break-inside: avoid }
      th, td { border: 1px solid #999; padding: .35rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; font-size: 9.5pt }
      th { background: #eee } .verdict { font-weight: bold } .answer { border-bottom: 1px solid #999; height: 2.2rem }
      """;

  String page(Transcript first, Outcome profile, Transcript second, Outcome sotto) {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>%1$s</title><style>%2$s</style></head><body>
    <h1>%1$s</h1><p class="line">%3$s</p>
    <dl><dt>System</dt><dd>%4$s</dd><dt>Attacker</dt><dd>%5$s (%6$s)</dd><dt>Seed</dt><dd>%7$d</dd></dl>
    <h2>On %4$s</h2>%8$s
    <h2>The fault of the design</h2><p>%9$s</p>
    <h2>The same attacker on Sotto</h2>%10$s
    <h2>Questions</h2>
    <p>1. Which bytes did the attacker change, and which did it leave alone?</p><p class="answer"></p>
    <p>2. What could the victim have checked, and with which key?</p><p class="answer"></p>
    <p>3. What would the smallest change to the design be that stops this attack?</p><p class="answer"></p>
    </body></html>
    """
        .formatted(
            escaped(lesson.name()),
            STYLE,
            escaped(lesson.line()),
            escaped(lesson.system()),
            escaped(lesson.attacker()),
            escaped(lesson.position().words()),
            seed,
            part(first, profile, profile.broken() ? "Broken" : "Holds"),
            escaped(lesson.fault()),
            part(second, sotto, sotto.broken() ? "Broken" : "Stopped"));
  }

  private static String part(Transcript transcript, Outcome outcome, String verdict) {
    var rows = new StringBuilder();
    for (Transcript.Row row : transcript.rows()) {
      rows.append("<tr>");
      for (Transcript.Column column : Transcript.Column.values())
        rows.append("<td>")
            .append(column == row.column() ? escaped(row.text()) : "")
            .append("</td>");
      rows.append("</tr>\n");
    }
    return "<table><tr><th>victim sends</th><th>attacker sees and does</th><th>victim receives</th></tr>\n"
        + rows
        + "</table><p><span class=\"verdict\">"
        + verdict
        + ":</span> "
        + escaped(outcome.by())
        + ".<br>"
        + escaped(LabReport.cost(outcome.work()))
        + "</p>";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
