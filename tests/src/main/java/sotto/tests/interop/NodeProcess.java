package sotto.tests.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Node program that answers each line with a line, in a temporary folder with its packages.
public final class NodeProcess implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long INSTALL_SECONDS = 90;
  private static final Duration NORMAL_PATIENCE = Duration.ofSeconds(120);

  /// What npm could not install once: a registry that does not answer is not waited for again.
  private static final Set<List<String>> NOT_INSTALLED = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private Duration patience = NORMAL_PATIENCE;
  private Process process;
  private BufferedReader answers;
  private BufferedWriter requests;

  private NodeProcess(Path folder) throws IOException {
    this.folder = folder;
    this.process = begin(folder);
    this.answers = answers(process);
    this.requests = requests(process);
  }

  private static Process begin(Path folder) throws IOException {
    return new ProcessBuilder("node", "peer.mjs")
        .directory(folder.toFile())
        .redirectError(folder.resolve("errors.log").toFile())
        .start();
  }

  private static BufferedReader answers(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static BufferedWriter requests(Process process) {
    return new BufferedWriter(
        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  /// Ends the program and begins it anew: it knows nothing of before.
  public synchronized void restart() throws IOException {
    process.destroyForcibly();
    process = begin(folder);
    answers = answers(process);
    requests = requests(process);
    patience = NORMAL_PATIENCE;
    read();
  }

  /// A program that has not answered after this long is ended.
  public synchronized void waitAtMost(Duration time) {
    patience = time;
  }

  /// @throws IOException when Node or its package manager is not there, or the package is not
  public static NodeProcess start(List<String> packages, InputStream script)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sotto-node-");
    try {
      Files.writeString(folder.resolve("package.json"), "{\"private\":true}");
      Files.copy(script, folder.resolve("peer.mjs"));
      install(packages, folder);
      NodeProcess node = new NodeProcess(folder);
      node.read();
      return node;
    } catch (IOException absent) {
      delete(folder);
      throw absent;
    }
  }

  private static void install(List<String> packages, Path folder)
      throws IOException, InterruptedException {
    if (NOT_INSTALLED.contains(packages)) {
      throw new IOException("npm could not install " + packages + " before");
    }
    List<String> command =
        new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--prefer-offline"));
    command.addAll(packages);
    Process install =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("install.log").toFile())
            .start();
    if (!install.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || install.exitValue() != 0) {
      install.destroyForcibly();
      NOT_INSTALLED.add(packages);
      throw new IOException("npm could not install " + packages);
    }
  }

  /// One request and its answer.
  public synchronized JsonNode ask(String operation, Map<String, ?> fields) throws IOException {
    var request = JSON.createObjectNode();
    request.put("operation", operation);
    fields.forEach((name, value) -> request.set(name, JSON.valueToTree(value)));
    requests.write(request.toString());
    requests.newLine();
    requests.flush();
    JsonNode answer = read();
    if (answer.has("error")) {
      throw new IOException("Node: " + answer.get("error").stringValue());
    }
    return answer;
  }

  /// A program that has lost its way is ended: nobody waits for it for ever.
  private JsonNode read() throws IOException {
    Process asked = process;
    Duration most = patience;
    Thread guard =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(most);
                asked.toHandle().destroyForcibly();
              } catch (InterruptedException answered) {
                Thread.currentThread().interrupt();
              }
            });
    String line = answers.readLine();
    guard.interrupt();
    if (line == null) {
      throw new IOException("Node ended, or did not answer in time.");
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() {
    process.destroy();
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException left) {
      folder.toFile().deleteOnExit();
    }
  }
}
