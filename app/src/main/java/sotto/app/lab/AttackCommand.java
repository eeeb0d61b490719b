package sotto.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.classic.lab.Laboratory;
import sotto.classic.lab.Opponent;
import sotto.classic.lab.Opponent.Outcome;
import sotto.classic.lab.ProfileAttack;
import sotto.classic.lab.Scene;
import sotto.classic.lab.Transcript;
import sotto.client.ClientException;

@Command(
    name = "attack",
    description = "Runs one attack for real, on the design and then on Sotto.",
    footer = {"", "Example: ./sotto lab attack phone-padding-oracle"})
final class AttackCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Parameters(paramLabel = "NAME", description = "The attack: ./sotto lab lists them.")
  private String name = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "The same output each time: times go to standard error, and bytes that Sotto draws at random are left out.")
  private @Nullable Long seed;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a worksheet that can be printed.")
  private @Nullable Path html;

  AttackCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws Exception {
    ProfileAttack attack =
        Laboratory.named(name)
            .orElseThrow(() ->
                new ClientException.Usage(
                    "There is no attack " + name + ": ./sotto lab lists them."));
    Opponent onSotto = OnSotto.named(name).orElseThrow();
    if (html != null) check(html);
    long number = seed == null ? 1 : seed;
    var figures = seed == null ? LabReport.Figures.SHOWN : LabReport.Figures.BESIDE;
    LabReport report = new LabReport(sotto.output(), attack.lesson(), figures);
    report.opening();
    try (Workplace place = Workplace.make()) {
      var scene = new Scene(place.folder(), number);
      Transcript first = new Transcript(row -> report.row("profile", row));
      Outcome profile = attack.attack(first, scene);
      report.outcome("profile", profile);
      Transcript second = new Transcript(row -> report.row("sotto", row));
      Outcome against =
          seed == null
              ? onSotto.attack(second, scene)
              : Repeatable.outcome(onSotto.attack(new Repeatable(second), scene));
      report.outcome("sotto", against);
      report.end(profile, against);
      if (html != null)
        write(
            html,
            new Worksheet(attack.lesson(), number, figures).page(first, profile, second, against));
      return profile.broken() && !against.broken() ? 0 : 1;
    }
  }

  /// Before the attack runs, and not after it.
  private static void check(Path file) throws ClientException {
    Path parent = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : parent))
      throw cannotWrite(file);
  }

  private static ClientException.Local cannotWrite(Path file) {
    return new ClientException.Local("The worksheet " + file + " cannot be written.");
  }

  private static void write(Path file, String page) throws ClientException {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw cannotWrite(file);
    }
  }
}
