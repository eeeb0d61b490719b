package sotto.app.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Table;
import sotto.classic.lab.Laboratory;
import sotto.classic.lab.Lesson;
import sotto.classic.lab.ProfileAttack;

/// `sotto lab`: the attacks that there are.
@Command(
    name = "lab",
    description = "The laboratory: attacks on the five original systems, and the same on Sotto.",
    footer = {"", "Example: ./sotto lab attack room-forge"})
public final class LabCommand implements Callable<Integer> {
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
    Table table = new Table("attack", "on", "the attacker is", "what happens");
    for (ProfileAttack attack : Laboratory.ATTACKS) {
      Lesson lesson = attack.lesson();
      table.row(lesson.name(), lesson.system(), lesson.position().words(), lesson.line());
      if (output.format() == Output.Format.JSON) {
        output.print(
            Json.event("attack")
                .put("name", lesson.name())
                .put("profile", lesson.profile().name())
                .put("system", lesson.system())
                .put("position", lesson.position().words())
                .put("line", lesson.line()),
            () -> "");
      }
    }
    table.lines(output.style()).forEach(output::text);
    output.text("");
    output.text("Run one with: ./sotto lab attack NAME");
    return 0;
  }
}
