package sotto.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sotto.app.Sotto;
import sotto.app.output.Output;
import sotto.server.ServerException;
import sotto.server.ServerView;

@Command(
    name = "server-view",
    description =
        "Shows everything that the server knows now. What it cannot show, it does not have.",
    footer = {"", "Example: ./sotto server-view"})
final class ServerViewCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Mixin private final DataOption data = new DataOption();

  ServerViewCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ServerException {
    var view = ServerView.read(data.folder(sotto));
    var output = sotto.output();
    if (output.format() == Output.Format.JSON) {
      ServerViewJson.lines(view).forEach(line -> output.print(line, () -> ""));
    } else {
      new ServerViewText(output).print(view);
    }
    return 0;
  }
}
