package sotto.app.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.protocol.frame.DeliveryBody;

/// The server's disk, in the hands of whoever runs it or has broken into it.
final class Disk {
  private final Path data;

  Disk(Path data) {
    this.data = data;
  }

  /// An application message that waits.
  ///
  /// @param bytes the body as it lies there
  /// @param message the MLS message inside it
  record Waiting(long id, byte[] bytes, byte[] message) {
    /// The body with another MLS message of the same length in it.
    byte[] carrying(byte[] other) {
      if (other.length != message.length)
        throw new IllegalArgumentException("The messages are of different sizes.");
      byte[] carrying = bytes.clone();
      System.arraycopy(other, 0, carrying, bytes.length - message.length, other.length);
      return carrying;
    }

    /// The body with one bit of the message turned, so far from its end.
    byte[] turned(int fromTheEnd) {
      byte[] turned = bytes.clone();
      turned[bytes.length - fromTheEnd] ^= 1;
      return turned;
    }
  }

  /// The application messages that wait for one account, in order.
  List<Waiting> waiting(String address) throws SQLException, MlsException {
    return entries(address, 1);
  }

  /// The Commits that wait for one account.
  List<Waiting> commits(String address) throws SQLException, MlsException {
    return entries(address, 3);
  }

  private List<Waiting> entries(String address, int kind) throws SQLException, MlsException {
    List<Waiting> found = new ArrayList<>();
    try (Connection connection = open();
        PreparedStatement query =
            connection.prepareStatement(
                """
                SELECT b.id, b.bytes FROM body b JOIN entry e ON e.body = b.id
                JOIN queue q ON q.id = e.queue WHERE e.kind = ? AND q.address = ? ORDER BY e.number\
                """)) {
      query.setInt(1, kind);
      query.setString(2, address);
      var rows = query.executeQuery();
      while (rows.next()) {
        byte[] bytes = rows.getBytes(2);
        if (DeliveryBody.decode(new Reader(bytes)) instanceof DeliveryBody.Message message)
          found.add(new Waiting(rows.getLong(1), bytes, message.message().toArray()));
      }
    }
    return found;
  }

  void write(long body, byte[] bytes) throws SQLException {
    run("UPDATE body SET bytes = ? WHERE id = ?", bytes, body);
  }

  void run(String sql, Object... arguments) throws SQLException {
    try (Connection connection = open();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) statement.setObject(i + 1, arguments[i]);
      statement.executeUpdate();
    }
  }

  /// How many bytes lie there, and how often one of the texts occurs in them.
  record Search(long bytes, int found) {}

  Search search(List<String> texts) throws IOException {
    long bytes = 0;
    int found = 0;
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        bytes += content.length();
        for (String text : texts) if (content.contains(text)) found++;
      }
    }
    return new Search(bytes, found);
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:file:" + data.resolve("server.db") + "?mode=rw&busy_timeout=5000");
  }
}
