package sotto.classic.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where a claim is met that no test of the classic systems can carry. `file` is empty for what
/// Sotto itself has instead.
///
/// @param words stand in the file, if it is a file
public record Note(boolean stated, String file, String where, String words) {

  /// Whether the file is there and says so.
  boolean holds(Path root) throws IOException {
    Path there = root.resolve(file);
    if (words.isEmpty()) return Files.exists(there);
    return Files.exists(there) && Files.readString(there).replaceAll("\\s+", " ").contains(words);
  }

  public static Map<String, Note> readAll() throws IOException {
    var all = new LinkedHashMap<String, Note>();
    try (InputStream in =
            Optional.ofNullable(Note.class.getResourceAsStream("claims.notes")).orElseThrow();
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line : lines.lines().filter(l -> !l.startsWith("#")).toList()) {
        String[] parts = line.split("\\|", 5);
        String words = parts.length > 4 ? parts[4].strip() : "";
        all.put(
            parts[0].strip(),
            new Note(parts[1].strip().equals("stated"), parts[2].strip(), parts[3].strip(), words));
      }
    }
    return all;
  }
}
