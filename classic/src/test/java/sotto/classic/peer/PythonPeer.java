package sotto.classic.peer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import sotto.classic.record.Json;

/// Debian's python3-pycryptodome, asked line by line.
final class PythonPeer implements AutoCloseable {
  private static final String PYTHON = "/usr/bin/python3";

  private final Process process;
  private final BufferedReader answers;

  private PythonPeer(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static PythonPeer start(Path folder) throws IOException {
    assumeTrue(
        isThere(),
        "skipped: install Debian's python3-pycryptodome to compare with an independent peer");
    Path script = folder.resolve("peer.py");
    try (InputStream in =
        Optional.ofNullable(PythonPeer.class.getResourceAsStream("peer.py")).orElseThrow()) {
      Files.write(script, in.readAllBytes());
    }
    return new PythonPeer(
        new ProcessBuilder(PYTHON, script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  private static boolean isThere() {
    try {
      Process probe =
          new ProcessBuilder(PYTHON, "-c", "import Cryptodome").redirectErrorStream(true).start();
      probe.getInputStream().readAllBytes();
      return probe.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  byte[] asks(String work, Map<String, Object> values) throws Exception {
    var request = Json.empty().put("do", work);
    values.forEach((name, value) ->
        request.put(
            name,
            value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString()));
    process.getOutputStream().write((request + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    String answer = answers.readLine();
    if (answer == null) throw new IOException("the peer stopped at " + work);
    return HexFormat.of()
        .parseHex(Json.object(answer.getBytes(StandardCharsets.UTF_8)).get("result").stringValue());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
