package sotto.app.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.Table;
import sotto.client.ClientException;
import sotto.client.Preferences;
import sotto.client.Preferences.Choice;

@Command(
    name = "settings",
    description = "Shows, and with options changes, what this profile tells others of itself.",
    footer = {"", "Example: ./sotto settings --read-receipts off"})
final class SettingsCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Option(
      names = "--delivery-receipts",
      paramLabel = "on|off",
      description = "Whether senders hear that their messages arrived.")
  private @Nullable Choice deliveryReceipts;

  @Option(
      names = "--read-receipts",
      paramLabel = "on|off",
      description = "Whether senders hear that their messages were shown.")
  private @Nullable Choice readReceipts;

  @Option(
      names = "--presence",
      paramLabel = "on|off",
      description = "Whether contacts see when you are here, and you them.")
  private @Nullable Choice presence;

  SettingsCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    try (var client = sotto.open()) {
      Preferences before = client.preferences();
      Preferences wanted = changed(before);
      if (!wanted.equals(before)) {
        client.prefer(wanted);
      }
      sotto.output().print(json(wanted), () -> text(wanted));
    }
    return 0;
  }

  private Preferences changed(Preferences before) {
    return new Preferences(
        deliveryReceipts == null ? before.deliveryReceipts() : deliveryReceipts,
        readReceipts == null ? before.readReceipts() : readReceipts,
        presence == null ? before.presence() : presence);
  }

  private String text(Preferences now) {
    Table table =
        new Table("setting", "value")
            .row("delivery receipts", lower(now.deliveryReceipts()))
            .row("read receipts", lower(now.readReceipts()))
            .row("presence", lower(now.presence()));
    return String.join("\n", table.lines(sotto.output().style()));
  }

  private static Json json(Preferences now) {
    return Json.event("settings")
        .put("deliveryReceipts", lower(now.deliveryReceipts()))
        .put("readReceipts", lower(now.readReceipts()))
        .put("presence", lower(now.presence()));
  }

  private static String lower(Choice choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
