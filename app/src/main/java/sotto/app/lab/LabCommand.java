package sotto.app.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Width;
import sotto.classic.lab.Laboratory;
import sotto.classic.lab.Lesson;
import sotto.classic.lab.ProfileAttack;

/// `sotto lab`: the attacks that there are.
@Command(
    name = "lab",
    description = "The laboratory: attacks on the five original systems, and the same on Sotto.",
    footer = {"", "Example: ./sotto lab attack room-forge"})
public final class LabCommand implements Callable<Integer> {
  private static final int NAMES = 30;

  private final Sotto sotto;

  private LabCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  public static CommandLine of(Sotto sotto) {
    return new CommandLine(new LabCommand(sotto))
        .addSubcommand(new AttackCommand(sotto))
        .addSubcommand(new DrillCommand(sotto))
        .addSubcommand(new WatchCommand(sotto));
  }

  @Override
  public Integer call() {
    Output output = sotto.output();
    output.text(output.style().faint(Width.pad("attack", NAMES) + "from where, and what happens"));
    for (ProfileAttack attack : Laboratory.ATTACKS) {
      Lesson lesson = attack.lesson();
      output.print(
          Json.event("attack")
              .put("name", lesson.name())
              .put("profile", lesson.profile().name())
              .put("system", lesson.system())
              .put("position", lesson.position().words())
              .put("line", lesson.line()),
          () -> entry(lesson));
    }
    output.text("");
    output.text("Run one with: ./sotto lab attack NAME");
    return 0;
  }

  private static String entry(Lesson lesson) {
    String published = lesson.profile().asPublished() ? " (as published)" : "";
    var lines =
        Paragraph.lines(
            lesson.position().words() + ": " + lesson.line() + published, Paragraph.SCREEN - NAMES);
    return Width.pad(lesson.name(), NAMES) + String.join("\n" + " ".repeat(NAMES), lines);
  }
}
