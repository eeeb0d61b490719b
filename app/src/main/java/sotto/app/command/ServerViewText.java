package sotto.app.command;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Collectors;
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
    view.statusPage()
        .map(Shown::line)
        .ifPresent(page ->
            output.text(
                "health http://%s/healthz, metrics http://%s/metrics".formatted(page, page)));
    section("Accounts and their clients", accounts(view));
    section("Groups: no names, but who may submit, and so who talks with whom", groups(view));
    section("Queues: what waits, as ciphertext", queues(view));
    section("From whom it waits", waiting(view));
    section("Open invites", invites(view));
    section("Codes that were sent, as keyed hashes", codes(view));
    section("What limits have counted", budgets(view));
    section("Blobs: large ratchet trees, sealed", blobs(view));
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
    var table = new Table("group", "epoch", "last Commit", "changed", "clients of");
    for (var group : view.groups()) {
      table.row(
          cut(group.group()),
          String.valueOf(group.epoch()),
          cut(group.lastCommit()),
          text.time(group.changed()),
          group.roster().stream()
              .map(ServerView.Member::address)
              .map(Shown::line)
              .collect(Collectors.joining(", ")));
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

  private Table waiting(ServerView view) {
    var table = new Table("for", "from", "group", "kind", "messages", "size", "first", "last");
    for (var one : view.waiting()) {
      table.row(
          Shown.line(one.address()),
          Shown.line(one.sender()),
          cut(one.group()),
          one.kind(),
          String.valueOf(one.messages()),
          Sizes.of(one.bytes()),
          text.time(one.first()),
          text.time(one.last()));
    }
    return table;
  }

  private Table codes(ServerView view) {
    var table = new Table("address", "issued", "tries left", "used");
    for (var one : view.codes()) {
      table.row(
          Shown.line(one.address()),
          text.time(one.issued()),
          String.valueOf(one.triesLeft()),
          one.used() ? "yes" : "no");
    }
    return table;
  }

  private Table budgets(ServerView view) {
    var table = new Table("what", "since", "used");
    for (var one : view.budgets()) {
      table.row(Shown.line(one.name()), text.time(one.since()), String.valueOf(one.used()));
    }
    return table;
  }

  private Table blobs(ServerView view) {
    var table = new Table("blob", "owner", "size", "created");
    for (var one : view.blobs()) {
      table.row(
          cut(one.blob()),
          Shown.line(one.owner()),
          Sizes.of(one.bytes()),
          text.time(one.created()));
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
