package sotto.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
          "The same columns and bytes of the design each time (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

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
    LabReport report = new LabReport(sotto.output(), attack.lesson());
    report.opening();
    Workplace place = Workplace.make();
    try (place) {
      var scene = new Scene(place.folder(), seed);
      Transcript first = new Transcript(row -> report.row("profile", row));
      Outcome profile = attack.attack(first, scene);
      report.outcome("profile", profile);
      Transcript second = new Transcript(row -> report.row("sotto", row));
      Outcome against = onSotto.attack(second, scene);
      report.outcome("sotto", against);
      report.end(profile, against);
      if (html != null)
        write(html, new Worksheet(attack.lesson(), seed).page(first, profile, second, against));
      return profile.broken() && !against.broken() ? 0 : 1;
    }
  }

  private static void write(Path file, String page) throws ClientException {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new ClientException.Local("The worksheet " + file + " cannot be written.");
    }
  }
}
