package sotto.server.net;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import sotto.server.store.Damage;
import sotto.server.store.Room;

/// What the server counts. Numbers only: no name, address or id of anybody.
final class Metrics {
  static final String BY_KEY_EXCHANGE = "sotto_key_exchange_connections";

  final LongAdder connections = new LongAdder();
  final LongAdder opened = new LongAdder();
  final LongAdder hybrid = new LongAdder();
  final LongAdder turnedAway = new LongAdder();
  private final Map<String, LongAdder> keyExchanges = new ConcurrentSkipListMap<>();
  final LongAdder logins = new LongAdder();
  final LongAdder loginsRefused = new LongAdder();
  final LongAdder submissions = new LongAdder();
  final LongAdder pushes = new LongAdder();
  final LongAdder acknowledgements = new LongAdder();
  final LongAdder commits = new LongAdder();
  final LongAdder rollbacks = new LongAdder();
  final LongAdder malformed = new LongAdder();
  final LongAdder failures = new LongAdder();

  /// A mistake of ours: the kind and place of it, never what was being processed.
  void failure(Throwable e) {
    failures.increment();
    StackTraceElement[] trace = e.getStackTrace();
    System.err.println(
        "sotto: the server failed to do one request: "
            + e.getClass().getName()
            + (trace.length > 0 ? " at " + trace[0] : "")
            + ". The others go on; please report it.");
  }

  /// The connections that are open now with this key exchange (rule 2).
  LongAdder keyExchange(String name) {
    return keyExchanges.computeIfAbsent(name, key -> new LongAdder());
  }

  /// Prometheus text.
  String text(Room room, Damage damage) {
    StringBuilder out = new StringBuilder();
    gauge(out, "sotto_connections", "Open connections.", connections);
    counter(out, "sotto_connections_opened_total", "Connections so far.", opened);
    counter(out, "sotto_hybrid_key_exchanges_total", "TLS handshakes with X25519MLKEM768.", hybrid);
    counter(
        out,
        "sotto_connections_turned_away_total",
        "Connections beyond what one source may open in a minute.",
        turnedAway);
    keyExchanges(out);
    counter(out, "sotto_logins_total", "Logins that succeeded.", logins);
    counter(out, "sotto_logins_refused_total", "Logins that were refused.", loginsRefused);
    counter(out, "sotto_submissions_total", "Submissions.", submissions);
    counter(out, "sotto_pushes_total", "Queue entries sent to clients.", pushes);
    counter(out, "sotto_acknowledgements_total", "Entries acknowledged.", acknowledgements);
    counter(out, "sotto_commits_total", "Database transactions.", commits);
    counter(out, "sotto_rollbacks_total", "Transactions undone.", rollbacks);
    counter(out, "sotto_malformed_total", "Frames that could not be read.", malformed);
    counter(out, "sotto_failures_total", "Requests that failed by a mistake of ours.", failures);
    line(
        out,
        "sotto_damaged_rows_total",
        "Times that a damaged row of the database was met; the log names each row once.",
        "counter",
        damage.times());
    line(
        out,
        "sotto_disk_full",
        "1 while the disk is full and nothing is acknowledged.",
        "gauge",
        room.trouble().isPresent() ? 1 : 0);
    room.freeBytes()
        .ifPresent(free ->
            line(out, "sotto_disk_free_bytes", "Free on the data folder's disk.", "gauge", free));
    return out.toString();
  }

  private void keyExchanges(StringBuilder out) {
    String name = BY_KEY_EXCHANGE;
    out.append("# HELP ").append(name).append(" Open connections by key exchange of TLS.\n");
    out.append("# TYPE ").append(name).append(" gauge\n");
    keyExchanges.forEach(
        (exchange, open) -> out.append(name + "{name=\"" + exchange + "\"} " + open.sum() + "\n"));
  }

  private static void counter(StringBuilder out, String name, String help, LongAdder value) {
    line(out, name, help, "counter", value.sum());
  }

  private static void gauge(StringBuilder out, String name, String help, LongAdder value) {
    line(out, name, help, "gauge", value.sum());
  }

  private static void line(StringBuilder out, String name, String help, String type, long value) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    out.append(name).append(' ').append(value).append('\n');
  }
}
