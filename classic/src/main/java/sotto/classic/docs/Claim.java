package sotto.classic.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of the list of claims: `| S2.32 | C | Maximum 2 pending messages … |`.
public record Claim(String id, String kind, String text) {
  private static final Pattern ROW =
      Pattern.compile("^\\| (S[0-4]\\.\\d\\d) \\| (\\S+) \\| (.*) \\|$");

  public static List<Claim> readAll(Path file) throws IOException {
    var all = new ArrayList<Claim>();
    for (String line : Files.readAllLines(file)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) all.add(new Claim(row.group(1), row.group(2), row.group(3)));
    }
    return all;
  }

  /// How the names of its tests begin.
  public String prefix() {
    return id.replace('.', '_') + "_";
  }
}
