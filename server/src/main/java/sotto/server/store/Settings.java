package sotto.server.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a server remembers about itself: its name, its port, how often it started.
public final class Settings {
  private final Sql sql;

  Settings(Sql sql) {
    this.sql = sql;
  }

  public Optional<byte[]> bytes(String name) {
    return sql.one("SELECT value FROM setting WHERE name = ?", row -> row.getBytes(1), name);
  }

  public void put(String name, byte[] value) {
    sql.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, value);
  }

  void remove(String name) {
    sql.run("DELETE FROM setting WHERE name = ?", name);
  }

  public Optional<String> text(String name) {
    return bytes(name).map(value -> new String(value, StandardCharsets.UTF_8));
  }

  public void put(String name, String value) {
    put(name, value.getBytes(StandardCharsets.UTF_8));
  }

  public long number(String name) {
    try {
      return text(name).map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException e) {
      throw new DamagedRowException("setting", "row " + name, e);
    }
  }
}
