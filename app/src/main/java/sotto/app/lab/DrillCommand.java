package sotto.app.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Width;
import sotto.classic.lab.Drill;
import sotto.classic.lab.Scene;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.client.ClientException;

@Command(
    name = "drill",
    description =
        "All secrets of one client are stolen: what the thief can read, before and after.",
    footer = {"", "Example: ./sotto lab drill sotto --steal-at 4"})
final class DrillCommand implements Callable<Integer> {
  private static final int WHEN = 18;

  private final Sotto sotto;

  @Parameters(
      paramLabel = "PROFILE",
      description = "folder, phone, signed, room, challenge or sotto.")
  private String profile = "";

  @Option(
      names = "--steal-at",
      paramLabel = "MESSAGE",
      required = true,
      description = "The number of the message (1 to 8) after which the secrets are stolen.")
  private int stealAt;

  DrillCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws Exception {
    if (stealAt < 1 || stealAt > Drill.LATEST_THEFT)
      throw new ClientException.Usage(
          "The secrets can be stolen after messages 1 to "
              + Drill.LATEST_THEFT
              + ": give --steal-at one of them.");
    try (var place = Workplace.make()) {
      var scene = new Scene(place.folder(), 1);
      Drill.Result result =
          profile.equals("sotto")
              ? SottoDrill.run(scene, stealAt)
              : Drill.run(profile(), scene, stealAt);
      print(result);
    }
    return 0;
  }

  private Profile profile() throws ClientException {
    for (Profile one : Profiles.DESCRIBED) if (one.name().equals(profile)) return one;
    throw new ClientException.Usage(
        "There is no system " + profile + ": folder, phone, signed, room, challenge or sotto.");
  }

  private void print(Drill.Result result) {
    Output output = sotto.output();
    output.text(Paragraph.of("Stolen after message " + stealAt + ": " + result.stolen() + "."));
    output.text("");
    output.text(output.style().faint(columns("no", "when", "text", "the thief")));
    for (Drill.Line line : result.lines())
      output.print(
          Json.event("drill")
              .put("profile", profile)
              .put("message", line.number())
              .put("when", line.when())
              .put("text", line.text())
              .put("readable", line.isRead())
              .put("thief", line.thief()),
          () ->
              columns(
                  "" + line.number(),
                  line.when(),
                  line.text(),
                  line.isRead() ? "reads it" : "nothing: " + line.thief()));
    output.text("");
    output.print(
        Json.event("end")
            .put("profile", profile)
            .put("stolenAfter", stealAt)
            .put("stolen", result.stolen())
            .put("messages", result.lines().size())
            .put("readable", (int) result.lines().stream().filter(Drill.Line::isRead).count()),
        () -> Paragraph.of(result.summary()));
  }

  private static String columns(String number, String when, String text, String thief) {
    String left =
        Width.pad(number, 4) + Width.pad(when, WHEN) + Width.pad(text, Drill.text(10).length() + 2);
    return left
        + String.join(
            "\n" + " ".repeat(left.length()),
            Paragraph.lines(thief, Paragraph.SCREEN - left.length()));
  }
}
