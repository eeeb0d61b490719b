package sotto.app.chat;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.Surroundings;
import sotto.app.output.Output;
import sotto.client.ClientException;

/// `sotto chat [TO]`.
@Command(
    name = "chat",
    description = "The interactive terminal. /help inside shows what you can do.",
    footer = {"", "Example: ./sotto chat bob"})
public final class ChatCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Parameters(
      paramLabel = "TO",
      arity = "0..1",
      description = "An address, an account on your server, or a conversation's name.")
  private @Nullable String to;

  @Option(
      names = "--plain",
      description = "Line after line, nothing moves: for dumb terminals and screen readers.")
  private boolean plain;

  public ChatCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException, IOException, InterruptedException {
    try (var client = sotto.open()) {
      if (sotto.output().format() == Output.Format.JSON) {
        return new JsonChat(client, sotto).run(Optional.ofNullable(to));
      }
      var names = new Names(client);
      Optional<ClientException> refusal;
      try (Screen screen = live() ? LiveScreen.open(names) : new PlainScreen(sotto.around())) {
        refusal =
            new Chat(client, screen, sotto.style(), Clock.systemDefaultZone(), names)
                .run(Optional.ofNullable(to));
      }
      // A person has read why; who typed through a pipe asks by the exit code.
      return sotto.around().screen() == Surroundings.Screen.TERMINAL
          ? 0
          : refusal.map(ClientException::exitCode).orElse(0);
    }
  }

  private boolean live() {
    String term = sotto.around().variable("TERM").orElse("dumb");
    return !plain
        && sotto.around().screen() == Surroundings.Screen.TERMINAL
        && !term.equals("dumb");
  }
}
