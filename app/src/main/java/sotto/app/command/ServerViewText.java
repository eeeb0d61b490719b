package sotto.app.command;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import sotto.app.output.EventText;
import sotto.app.output.Output;
import sotto.app.output.Shown;
import sotto.app.output.Sizes;
import sotto.app.output.Table;
import sotto.server.ServerView;

/// What the server knows, as tables.
final class ServerViewText {
  private static final int ID_SHOWN = 12;

  private final Output output;
  private final EventText text;

  ServerViewText(Output output) {
    this.output = output;
    this.text = new EventText(output.style(), ZoneId.systemDefault());
  }

  void print(ServerView view) {
    output.text(output.style().bold(Shown.line(view.name())) + "  " + view.fingerprint());
    section("Accounts and their clients", accounts(view));
    section("Groups: no names, no members by name, only who may submit", groups(view));
    section("Queues: what waits, as ciphertext", queues(view));
    section("Open invites", invites(view));
    section("Open connections, by the key exchange of TLS", connections(view));
    totals(view.totals());
  }

  private void section(String title, Table table) {
    output.text("");
    output.text(output.style().bold(title));
    if (table.isEmpty()) {
      output.text("  none");
    } else {
      table.lines(output.style()).forEach(line -> output.text("  " + line));
    }
  }

  private Table accounts(ServerView view) {
    var table =
        new Table(
            "account",
            "registered",
            "client",
            "account key",
            "last login",
            "submissions",
            "KeyPackages");
    for (var account : view.accounts()) {
      for (var client : account.clients()) {
        table.row(
            Shown.line(account.address()) + (account.released().isPresent() ? " (released)" : ""),
            text.time(account.registered()),
            cut(client.client()),
            cut(client.accountKey()),
            time(client.lastLogin()),
            String.valueOf(client.highestSubmission()),
            String.valueOf(client.keyPackages()));
      }
    }
    return table;
  }

  private Table groups(ServerView view) {
    var table = new Table("group", "epoch", "last Commit", "clients", "changed");
    for (var group : view.groups()) {
      table.row(
          cut(group.group()),
          String.valueOf(group.epoch()),
          cut(group.lastCommit()),
          String.valueOf(group.roster()),
          text.time(group.changed()));
    }
    return table;
  }

  private Table queues(ServerView view) {
    var table = new Table("account", "client", "messages", "size", "tombstones", "oldest");
    for (var queue : view.queues()) {
      table.row(
          Shown.line(queue.address()),
          cut(queue.client()),
          String.valueOf(queue.messages()),
          Sizes.of(queue.bytes()),
          String.valueOf(queue.tombstones()),
          time(queue.oldest()));
    }
    return table;
  }

  private Table invites(ServerView view) {
    var table = new Table("created", "expires", "uses left");
    for (var invite : view.invites()) {
      if (invite.usesLeft() == 0) {
        continue;
      }
      table.row(
          text.time(invite.created()),
          text.time(invite.expires()),
          String.valueOf(invite.usesLeft()));
    }
    return table;
  }

  private static Table connections(ServerView view) {
    var table = new Table("key exchange", "open now");
    for (var one : view.connections()) {
      table.row(Shown.line(one.keyExchange()), String.valueOf(one.open()));
    }
    return table;
  }

  private void totals(ServerView.Totals all) {
    output.text("");
    output.text(
        "%d stored bodies (%s), %d verdicts, %d blobs (%s), database %s"
            .formatted(
                all.bodies(),
                Sizes.of(all.bodyBytes()),
                all.verdicts(),
                all.blobs(),
                Sizes.of(all.blobBytes()),
                Sizes.of(all.databaseBytes())));
    output.text("That is all: no text, no name of a conversation, no key that opens anything.");
  }

  private String time(Optional<Instant> at) {
    return at.map(text::time).orElse("-");
  }

  private static String cut(String id) {
    return id.length() <= ID_SHOWN ? id : id.substring(0, ID_SHOWN) + "…";
  }
}
