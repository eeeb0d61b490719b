package sotto.app.command;

import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.EventText;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Shown;
import sotto.app.output.Table;
import sotto.client.ClientEntry;
import sotto.client.ClientException;
import sotto.client.Contradiction;

@Command(
    name = "clients",
    description = {
      "Lists the clients on your own signed list; or, with a NAME, the signed lists of that",
      "account which contradict each other and are kept as evidence."
    },
    footer = {"", "Example: ./sotto clients"})
final class ClientsCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "An address, or an account.")
  private String name = "";

  ClientsCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    try (var client = sotto.open()) {
      var output = sotto.output();
      if (!name.isEmpty()) {
        evidence(output, client.evidence(name));
        return 0;
      }
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

  private void evidence(Output output, List<Contradiction> all) {
    if (output.format() == Output.Format.JSON) {
      all.forEach(one -> output.print(json(one), () -> ""));
      return;
    }
    if (all.isEmpty()) {
      output.text("No lists of " + Shown.line(name) + " that contradict each other are kept.");
      return;
    }
    var text = new EventText(output.style(), ZoneId.systemDefault());
    var table = new Table("list", "version", "issued", "hash");
    for (var one : all) {
      table.row(
          "known",
          String.valueOf(one.knownVersion()),
          text.time(one.knownAt()),
          one.knownHash().substring(0, 16));
      table.row(
          "shown instead",
          String.valueOf(one.shownVersion()),
          text.time(one.shownAt()),
          one.shownHash().substring(0, 16));
    }
    table.lines(output.style()).forEach(output::text);
    output.text("The account's key signed both: --json prints them for whoever should see them.");
  }

  private static Json json(Contradiction one) {
    return Json.event("evidence")
        .put("address", one.address())
        .put("knownVersion", one.knownVersion())
        .put("knownHash", one.knownHash())
        .put("shownVersion", one.shownVersion())
        .put("shownHash", one.shownHash())
        .put("signed", HexFormat.of().formatHex(one.signed()));
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
