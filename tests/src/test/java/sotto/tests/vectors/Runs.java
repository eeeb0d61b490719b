package sotto.tests.vectors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What `tests/run-vectors` prints for one file of some content.
final class Runs {
  private Runs() {}

  static List<String> lines(byte[] content) {
    try {
      Path file = Files.write(Files.createTempFile("vectors", ""), content);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
      RunVectors.run(List.of(file.toString()), stream, stream);
      Files.delete(file);
      return out.toString(StandardCharsets.UTF_8).lines().toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  static String total(String content) {
    return lines(content.getBytes(StandardCharsets.UTF_8)).getLast();
  }

  /// One hex digit of the last place where `before` stands, changed right after it.
  static String altered(String content, String before) {
    int at = content.lastIndexOf(before) + before.length();
    char other = content.charAt(at) == '0' ? '1' : '0';
    return content.substring(0, at) + other + content.substring(at + 1);
  }
}
