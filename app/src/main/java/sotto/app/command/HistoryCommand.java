package sotto.app.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import sotto.app.Sotto;
import sotto.app.output.EventJson;
import sotto.app.output.EventText;
import sotto.app.output.Json;
import sotto.app.output.Marks;
import sotto.app.output.Shown;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.HistoryEntry;

@Command(
    name = "history",
    description = "Prints a conversation's history, each message once.",
    footer = {"", "Example: ./sotto history bob --since 2h"})
final class HistoryCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Parameters(
      paramLabel = "NAME",
      description = "An address, an account on your server, or a conversation's name.")
  private String name = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "From then on: 2026-11-20, 2026-11-20T09:30:00Z, or how long ago, such as 2h.")
  private @Nullable String since;

  HistoryCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    var zone = ZoneId.systemDefault();
    Instant from = since == null ? Instant.EPOCH : parse(since, Instant.now(), zone);
    try (var client = sotto.open()) {
      String conversation = client.conversation(name).name();
      var output = sotto.output();
      var text = new EventText(output.style(), zone);
      for (var entry : client.history(name, from)) {
        output.print(json(conversation, entry), () -> text(text, client, conversation, entry));
      }
    }
    return 0;
  }

  static Instant parse(String time, Instant now, ZoneId zone) throws ClientException {
    try {
      if (time.matches("[0-9]+[smhdw]|P.*")) {
        return now.minus(Durations.parse(time));
      }
      if (time.matches("[0-9-]{10}")) {
        return LocalDate.parse(time).atStartOfDay(zone).toInstant();
      }
      return time.matches(".*([Zz]|[+-][0-9:]{4,6})")
          ? OffsetDateTime.parse(time).toInstant()
          : LocalDateTime.parse(time).atZone(zone).toInstant();
    } catch (DateTimeException | TypeConversionException e) {
      throw new ClientException.Usage(
          "--since takes a time such as 2026-11-20, 2026-11-20T09:30:00Z or 2h, not '%s'."
              .formatted(Shown.line(time)));
    }
  }

  private static String text(
      EventText text, Client client, String conversation, HistoryEntry entry) {
    return switch (entry) {
      case HistoryEntry.Notice notice -> text.time(notice.at()) + " " + text.of(notice.event());
      case HistoryEntry.Message m -> {
        boolean mine = m.from().equals(client.address());
        String mark = Marks.of(m.delivery());
        yield text.message(
                mine ? m.sentAt() : m.at(), mine ? m.from() : conversation, m.from(), m.text())
            + (mark.isEmpty() ? "" : " " + mark);
      }
    };
  }

  private static Json json(String conversation, HistoryEntry entry) {
    return switch (entry) {
      case HistoryEntry.Notice notice -> EventJson.of(notice.event()).put("at", notice.at());
      case HistoryEntry.Message m -> {
        var json =
            Json.event("message")
                .put("id", m.id().hex())
                .put("conversation", conversation)
                .put("from", m.from())
                .put("text", m.text())
                .put("sentAt", m.sentAt())
                .put("receivedAt", m.at())
                .put("inReplyTo", m.inReplyTo().map(Object::toString));
        yield delivery(json, m.delivery());
      }
    };
  }

  private static Json delivery(Json json, HistoryEntry.Delivery delivery) {
    return switch (delivery) {
      case HistoryEntry.Delivery.Received() -> json.put("delivery", "received");
      case HistoryEntry.Delivery.Waiting() -> json.put("delivery", "waiting");
      case HistoryEntry.Delivery.Sent(var delivered, var read) ->
          json.put("delivery", "sent").put("deliveredTo", delivered).put("readBy", read);
      case HistoryEntry.Delivery.Failed(var reason) ->
          json.put("delivery", "failed").put("reason", reason);
    };
  }
}
