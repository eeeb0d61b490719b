package sotto.app.command;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sotto.app.Sotto;
import sotto.app.output.EventText;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Shown;
import sotto.app.output.Table;
import sotto.client.ClientException;
import sotto.client.Conversation;

@Command(
    name = "conversations",
    description = "Lists the conversations of this profile.",
    footer = {"", "Example: ./sotto conversations"})
final class ConversationsCommand implements Callable<Integer> {
  private final Sotto sotto;

  ConversationsCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    try (var client = sotto.open()) {
      var all = client.conversations();
      var output = sotto.output();
      if (output.format() == Output.Format.JSON) {
        all.forEach(one -> output.print(json(one), () -> ""));
      } else if (all.isEmpty()) {
        output.text("No conversations yet; begin one with: sotto send NAME TEXT");
      } else {
        table(all).lines(output.style()).forEach(output::text);
      }
    }
    return 0;
  }

  private Table table(Iterable<Conversation> all) {
    var text = new EventText(sotto.style(), ZoneId.systemDefault());
    var table = new Table("conversation", "members", "unread", "last message", "state");
    for (var one : all) {
      table.row(
          text.conversationName(one.name()),
          String.valueOf(one.members().size()),
          String.valueOf(one.unread()),
          one.lastActivity().equals(Instant.EPOCH) ? "-" : text.time(one.lastActivity()),
          lower(one.state()));
    }
    return table;
  }

  /// One conversation with its members.
  static void show(Output output, Conversation one) {
    if (output.format() == Output.Format.JSON) {
      output.print(json(one), () -> "");
      return;
    }
    output.text(
        output.style().bold(Shown.line(one.name()))
            + "  "
            + lower(one.state())
            + (one.suite().isEmpty()
                ? ""
                : ", epoch %d, %s".formatted(one.epoch(), Shown.line(one.suite()))));
    if (one.members().isEmpty()) {
      return;
    }
    var table = new Table("member", "role", "key", "clients");
    one.members()
        .forEach(member ->
            table.row(
                Shown.line(member.address()),
                lower(member.role()),
                lower(member.trust()),
                String.valueOf(member.clients())));
    table.lines(output.style()).forEach(output::text);
  }

  private static Json json(Conversation one) {
    return Json.event("conversation")
        .put("id", one.id())
        .put("conversation", one.name())
        .put("kind", lower(one.kind()))
        .put("state", lower(one.state()))
        .put("epoch", one.epoch())
        .put("suite", one.suite())
        .put("unread", one.unread())
        .put("lastActivity", one.lastActivity())
        .putAll("members", one.members().stream().map(ConversationsCommand::json).toList());
  }

  private static Json json(Conversation.Member member) {
    return Json.object()
        .put("address", member.address())
        .put("role", lower(member.role()))
        .put("trust", lower(member.trust()))
        .put("clients", member.clients());
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
