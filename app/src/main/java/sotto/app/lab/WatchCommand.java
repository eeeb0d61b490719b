package sotto.app.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Shown;
import sotto.app.output.Width;
import sotto.classic.lab.Scene;
import sotto.classic.lab.Watch;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.client.ClientException;

@Command(
    name = "watch",
    description = "Each byte string of one of the five systems as it passes, field by field.",
    footer = {"", "Example: ./sotto lab watch challenge"})
final class WatchCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Parameters(paramLabel = "PROFILE", description = "folder, phone, signed, room or challenge.")
  private String name = "";

  WatchCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws Exception {
    try (var place = Workplace.make()) {
      Watch.run(profile(), new Scene(place.folder(), 1), this::print);
    }
    return 0;
  }

  private Profile profile() throws ClientException {
    for (Profile one : Profiles.DESCRIBED) if (one.name().equals(name)) return one;
    throw new ClientException.Usage(
        "There is no system " + name + ": folder, phone, signed, room or challenge.");
  }

  private void print(Watch.Passed passed) {
    Output output = sotto.output();
    Json json =
        Json.event("passed")
            .put("profile", name)
            .put("way", passed.way())
            .put("bytes", passed.bytes())
            .putAll(
                "fields",
                passed.notes().stream()
                    .map(n ->
                        Json.object()
                            .put("field", n.field())
                            .put("value", n.value())
                            .put("meaning", n.meaning()))
                    .toList());
    output.print(json, () -> text(output, passed));
  }

  private static String text(Output output, Watch.Passed passed) {
    var text =
        new StringBuilder(output.style().bold(passed.way()) + "  " + passed.bytes() + " bytes");
    int names = passed.notes().stream().mapToInt(n -> n.field().length()).max().orElse(0) + 4;
    for (var note : passed.notes()) {
      String value = Width.cut(Shown.line(note.value()), Paragraph.SCREEN - names);
      text.append('\n').append(Width.pad("  " + note.field(), names)).append(value);
      if (!note.meaning().isEmpty())
        text.append('\n').append(output.style().faint(Paragraph.indented(note.meaning(), names)));
    }
    return text.append('\n').toString();
  }
}
