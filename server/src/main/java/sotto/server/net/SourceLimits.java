package sotto.server.net;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How often one network address may fail to log in, or knock at all, within a minute. Fails
/// closed: when there are too many addresses to count, all are counted as one.
final class SourceLimits {
  static final int MOST_SOURCES = 50_000;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long CLEARING_MILLIS = 1_000;
  private static final String OTHERS = "others";

  private final long perMinute;
  private final Map<String, Window> windows = new ConcurrentHashMap<>();
  private volatile long cleared;

  private record Window(long since, long used) {}

  SourceLimits(long perMinute) {
    this.perMinute = perMinute;
  }

  /// Charges one try; false when there are none left in this minute.
  boolean take(String source, long now) {
    return add(source, 1, now) <= perMinute;
  }

  /// A try that turned out to be honest is not counted.
  void giveBack(String source, long now) {
    add(source, -1, now);
  }

  private long add(String source, long amount, long now) {
    if (windows.size() >= MOST_SOURCES && now - cleared >= CLEARING_MILLIS) {
      // Not for each newcomer: looking through them all is work that an attacker would choose.
      cleared = now;
      windows.values().removeIf(window -> now - window.since >= MINUTE_MILLIS);
    }
    String key = windows.size() >= MOST_SOURCES && !windows.containsKey(source) ? OTHERS : source;
    return windows.merge(
            key,
            new Window(now, amount),
            (old, add) ->
                now - old.since >= MINUTE_MILLIS
                    ? add
                    : new Window(old.since, Math.max(0, old.used + add.used)))
        .used;
  }

  /// What counts as one source: an IPv4 address, or the first 64 bits of an IPv6 one.
  static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    int kept = bytes.length == 4 ? 4 : 8;
    return HexFormat.of().formatHex(bytes, 0, kept);
  }
}
