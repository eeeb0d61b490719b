package sotto.app.command;

import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sotto.app.Sotto;
import sotto.app.output.EventText;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Shown;
import sotto.app.output.Table;
import sotto.client.ClientEntry;
import sotto.client.ClientException;

@Command(
    name = "clients",
    description = "Lists the clients on your own signed list.",
    footer = {"", "Example: ./sotto clients"})
final class ClientsCommand implements Callable<Integer> {
  private final Sotto sotto;

  ClientsCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    try (var client = sotto.open()) {
      var output = sotto.output();
      var all = client.clients();
      if (output.format() == Output.Format.JSON) {
        all.forEach(one -> output.print(json(one), () -> ""));
      } else {
        var text = new EventText(output.style(), ZoneId.systemDefault());
        var table = new Table("client", "name", "list version", "listed", "");
        all.forEach(one ->
            table.row(
                one.clientId(),
                Shown.line(one.name()),
                String.valueOf(one.listVersion()),
                text.time(one.listedAt()),
                one.place() == ClientEntry.Place.THIS_ONE ? "this one" : ""));
        table.lines(output.style()).forEach(output::text);
      }
    }
    return 0;
  }

  private static Json json(ClientEntry one) {
    return Json.event("client")
        .put("address", one.account())
        .put("client", one.clientId())
        .put("name", one.name())
        .put("listVersion", one.listVersion())
        .put("listedAt", one.listedAt())
        .put("thisOne", one.place() == ClientEntry.Place.THIS_ONE);
  }
}
