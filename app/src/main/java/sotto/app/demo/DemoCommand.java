package sotto.app.demo;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sotto.app.Sotto;
import sotto.app.Surroundings;
import sotto.app.Trouble;
import sotto.app.output.Output;
import sotto.client.ClientException;
import sotto.server.ServerException;

/// `sotto demo`.
@Command(
    name = "demo",
    description = "Shows the main job on a real server with real clients, and checks it.",
    footer = {"", "Example: ./sotto demo"})
public final class DemoCommand implements Callable<Integer> {
  private static final int WIDTH = 100;
  private static final int NARROWEST = 72;
  private static final int WIDEST = 140;

  private final Sotto sotto;

  public DemoCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var output = sotto.output();
    var report = new Report(output, columns(sotto.around()));
    try (var stage = Stage.open()) {
      output.text(
          "A server and three people in "
              + stage.folder()
              + "; they talk only through TLS on 127.0.0.1.\n");
      report.heading();
      play(stage, report, output);
    }
    return report.end() ? 0 : Trouble.FAILED_HERE;
  }

  private static void play(Stage stage, Report report, Output output)
      throws IOException, InterruptedException {
    try {
      new Story(stage, report).play();
    } catch (ClientException | ServerException e) {
      var trouble = Trouble.of(e);
      output.remark("sotto: " + trouble.sentence());
      report.fact("the demo came to its end", false, trouble.sentence());
    }
  }

  private static int columns(Surroundings around) {
    int given =
        around
            .variable("COLUMNS")
            .filter(text -> text.matches("[0-9]{1,4}"))
            .map(Integer::parseInt)
            .orElse(WIDTH);
    return Math.clamp(given, NARROWEST, WIDEST);
  }
}
