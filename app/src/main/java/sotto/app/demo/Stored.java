package sotto.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import sotto.client.ClientException;

/// The server's database, looked at from outside: what a thief of the disk, or a bad operator, has
/// in hand.
final class Stored {
  private static final String DATABASE = "server.db";
  private static final int FROM_THE_END = 24;

  private final Path database;

  Stored(Path data) {
    this.database = data.resolve(DATABASE);
  }

  /// A stored message body.
  ///
  /// @param offset where the ciphertext begins in it
  record Body(long id, byte[] bytes, int offset) {}

  /// The body that holds a ciphertext, byte for byte.
  Optional<Body> find(byte[] ciphertext) throws ClientException {
    try (var connection = open("mode=ro");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT id, bytes FROM body")) {
      while (rows.next()) {
        byte[] bytes = rows.getBytes(2);
        int at = indexOf(bytes, ciphertext);
        if (at >= 0) {
          return Optional.of(new Body(rows.getLong(1), bytes, at));
        }
      }
      return Optional.empty();
    } catch (SQLException e) {
      throw trouble(e);
    }
  }

  /// One bit of one byte inside the ciphertext becomes another, as a bad disk or a bad operator
  /// would do it.
  void flip(Body body, int ciphertextLength) throws ClientException {
    byte[] flipped = body.bytes().clone();
    flipped[body.offset() + Math.max(0, ciphertextLength - FROM_THE_END)] ^= 1;
    write(body.id(), flipped);
  }

  void restore(Body body) throws ClientException {
    write(body.id(), body.bytes());
  }

  /// The first file of a folder in which one of the texts is found, if any.
  static Optional<String> leak(Path folder, Iterable<String> texts) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        for (String text : texts) {
          if (indexOf(content, text.getBytes(StandardCharsets.UTF_8)) >= 0) {
            return Optional.of(folder.relativize(file) + " has '" + text + "'");
          }
        }
      }
    }
    return Optional.empty();
  }

  private void write(long id, byte[] bytes) throws ClientException {
    try (var connection = open("mode=rw");
        var update = connection.prepareStatement("UPDATE body SET bytes = ? WHERE id = ?")) {
      update.setBytes(1, bytes);
      update.setLong(2, id);
      update.executeUpdate();
    } catch (SQLException e) {
      throw trouble(e);
    }
  }

  private Connection open(String mode) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:file:" + database + "?" + mode + "&busy_timeout=5000");
  }

  private static ClientException trouble(SQLException e) {
    return new ClientException.Local(
        "The server's database could not be looked at: " + e.getMessage());
  }

  static int indexOf(byte[] all, byte[] part) {
    for (int at = 0; part.length > 0 && at + part.length <= all.length; at++) {
      if (all[at] == part[0] && Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }
}
