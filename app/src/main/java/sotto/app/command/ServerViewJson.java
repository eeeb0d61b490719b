package sotto.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.app.output.Json;
import sotto.server.ServerView;

/// What the server knows, as JSON lines.
final class ServerViewJson {
  private ServerViewJson() {}

  static List<Json> lines(ServerView view) {
    List<Json> lines = new ArrayList<>();
    lines.add(
        Json.event("server")
            .put("name", view.name())
            .put("fingerprint", view.fingerprint())
            .put("metrics", view.statusPage())
            .put("health", page(view, "/healthz"))
            .put("prometheus", page(view, "/metrics")));
    view.accounts().forEach(one -> lines.add(account(one)));
    view.groups().forEach(one -> lines.add(group(one)));
    view.queues().forEach(one -> lines.add(queue(one)));
    view.waiting().forEach(one -> lines.add(waiting(one)));
    view.invites()
        .forEach(one ->
            lines.add(
                Json.event("open-invite")
                    .put("created", one.created())
                    .put("expires", one.expires())
                    .put("usesLeft", one.usesLeft())));
    view.codes().forEach(one -> lines.add(code(one)));
    view.budgets()
        .forEach(one ->
            lines.add(
                Json.event("budget")
                    .put("name", one.name())
                    .put("since", one.since())
                    .put("used", one.used())));
    view.blobs().forEach(one -> lines.add(blob(one)));
    view.connections()
        .forEach(one ->
            lines.add(
                Json.event("connections")
                    .put("keyExchange", one.keyExchange())
                    .put("open", one.open())));
    lines.add(totals(view.totals()));
    return lines;
  }

  private static Optional<String> page(ServerView view, String path) {
    return view.statusPage().map(page -> "http://" + page + path);
  }

  private static Json account(ServerView.Account one) {
    return Json.event("account")
        .put("address", one.address())
        .put("registered", one.registered())
        .put("released", one.released().map(Object::toString))
        .put("listVersion", one.listVersion())
        .put("listIssued", one.listIssued())
        .putAll("clients", one.clients().stream().map(ServerViewJson::client).toList());
  }

  private static Json client(ServerView.Client one) {
    return Json.object()
        .put("client", one.client())
        .put("accountKey", one.accountKey())
        .put("lastLogin", one.lastLogin().map(Object::toString))
        .put("highestSubmission", one.highestSubmission())
        .put("keyPackages", one.keyPackages());
  }

  private static Json group(ServerView.Group one) {
    return Json.event("group")
        .put("group", one.group())
        .put("epoch", one.epoch())
        .put("lastCommit", one.lastCommit())
        .put("roster", one.roster().size())
        .putAll(
            "members",
            one.roster().stream()
                .map(member ->
                    Json.object().put("address", member.address()).put("client", member.client()))
                .toList())
        .put("changed", one.changed());
  }

  private static Json queue(ServerView.Queue one) {
    return Json.event("queue")
        .put("address", one.address())
        .put("client", one.client())
        .put("messages", one.messages())
        .put("bytes", one.bytes())
        .put("tombstones", one.tombstones())
        .put("oldest", one.oldest().map(Object::toString));
  }

  private static Json waiting(ServerView.Waiting one) {
    return Json.event("waiting")
        .put("address", one.address())
        .put("client", one.client())
        .put("from", one.sender())
        .put("group", one.group())
        .put("kind", one.kind())
        .put("messages", one.messages())
        .put("bytes", one.bytes())
        .put("first", one.first())
        .put("last", one.last());
  }

  private static Json code(ServerView.Code one) {
    return Json.event("sent-code")
        .put("address", one.address())
        .put("issued", one.issued())
        .put("triesLeft", one.triesLeft())
        .put("used", one.used());
  }

  private static Json blob(ServerView.Blob one) {
    return Json.event("blob")
        .put("blob", one.blob())
        .put("owner", one.owner())
        .put("bytes", one.bytes())
        .put("created", one.created());
  }

  private static Json totals(ServerView.Totals all) {
    return Json.event("totals")
        .put("bodies", all.bodies())
        .put("bodyBytes", all.bodyBytes())
        .put("verdicts", all.verdicts())
        .put("blobs", all.blobs())
        .put("blobBytes", all.blobBytes())
        .put("databaseBytes", all.databaseBytes());
  }
}
