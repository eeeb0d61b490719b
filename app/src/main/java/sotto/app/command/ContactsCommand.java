package sotto.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Shown;
import sotto.app.output.Table;
import sotto.client.ClientException;
import sotto.client.Contact;

@Command(
    name = "contacts",
    description = "Lists the accounts that this profile knows, in the form address#fingerprint.",
    footer = {"", "Example: ./sotto contacts"})
final class ContactsCommand implements Callable<Integer> {
  private final Sotto sotto;

  ContactsCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    try (var client = sotto.open()) {
      var all = client.contacts();
      var output = sotto.output();
      if (output.format() == Output.Format.JSON) {
        all.forEach(one -> output.print(json(one), () -> ""));
      } else if (all.isEmpty()) {
        output.text("No contacts yet; begin with: sotto send NAME TEXT");
      } else {
        table(all).lines(output.style()).forEach(output::text);
      }
    }
    return 0;
  }

  private static Table table(Iterable<Contact> all) {
    var table = new Table("contact", "key", "status", "note");
    for (var one : all) {
      table.row(
          Shown.line(one.verifiable()),
          ConversationsCommand.lower(one.trust()),
          ConversationsCommand.lower(one.status()),
          Shown.line(one.note()));
    }
    return table;
  }

  private static Json json(Contact one) {
    return Json.event("contact")
        .put("address", one.address())
        .put("fingerprint", one.fingerprint())
        .put("displayName", one.displayName())
        .put("trust", ConversationsCommand.lower(one.trust()))
        .put("status", ConversationsCommand.lower(one.status()))
        .put("listVersion", one.listVersion())
        .put("note", one.note());
  }
}
