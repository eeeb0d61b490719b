package sotto.classic.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where a claim is met that no test of the classic systems can carry. `file` is empty for what
/// Sotto itself has instead.
public record Note(boolean stated, String file, String where) {

  public static Map<String, Note> readAll() throws IOException {
    var all = new LinkedHashMap<String, Note>();
    try (InputStream in =
            Optional.ofNullable(Note.class.getResourceAsStream("claims.notes")).orElseThrow();
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line : lines.lines().filter(l -> !l.startsWith("#")).toList()) {
        String[] parts = line.split("\\|", 4);
        all.put(
            parts[0].strip(),
            new Note(parts[1].strip().equals("stated"), parts[2].strip(), parts[3].strip()));
      }
    }
    return all;
  }
}
