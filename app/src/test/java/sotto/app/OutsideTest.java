package sotto.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Commands as processes, where it matters that they are: signals, closed outputs, environments.
class OutsideTest extends InTown {
  @Test
  void aReceiveThatIsKilledRepeatsAtMostItsLastLine() throws Exception {
    town.settle("alice", "bob");
    for (int number = 1; number <= 5; number++) {
      town.as("alice", "send", "bob", "text " + number);
    }
    List<String> seen = new ArrayList<>();
    var killed = process("bob", "receive", "--wait", "60", "--json").start();
    try (BufferedReader lines = killed.inputReader(UTF_8)) {
      while (messages(seen).size() < 3) {
        String line = lines.readLine();
        assertThat(line).as("what comes after %s", seen).isNotNull();
        seen.add(line);
      }
      // Of the handle: that of the process would close its output with what is still in it.
      killed.toHandle().destroyForcibly();
      lines.lines().forEach(seen::add);
    }
    List<String> first = messages(seen);
    List<String> then = messages(town.as("bob", "receive", "--json").out().lines().toList());
    // A line may have left the process and not been marked: then it is the last one, unchanged.
    // All five may have, on a machine that kills late.
    List<String> all = new ArrayList<>(first);
    boolean again = !then.isEmpty() && then.getFirst().equals(first.getLast());
    all.addAll(then.subList(again ? 1 : 0, then.size()));
    assertThat(all).hasSize(5).doesNotHaveDuplicates();
    assertThat(town.as("bob", "receive", "--json").out()).doesNotContain("\"event\":\"message\"");
  }

  /// Whatever it was doing: the same command again ends it, and says so.
  @Test
  void aRegistrationThatIsKilledGoesOnWhenItIsGivenAgain() throws Exception {
    long seed = Long.getLong("sotto.seed", System.nanoTime());
    var random = new Random(seed);
    String[] register = {"register", town.invite(), "--as", "dora", "--no-passphrase"};
    for (int kills = 0; kills < 3; kills++) {
      var killed = process("dora", register).start();
      killed.waitFor(300 + random.nextLong(900), TimeUnit.MILLISECONDS);
      if (killed.isAlive()) {
        killed.toHandle().destroyForcibly();
        killed.waitFor();
      } else {
        // One that was killed after its last word had registered, and this one says so.
        assertThat(killed.exitValue())
            .as("seed %d", seed)
            .isBetween(0, kills == 0 ? 0 : Trouble.FAILED_HERE);
        break;
      }
    }
    var done = town.as("dora", register);
    if (done.exitCode() == 1) {
      assertThat(done.err()).as("seed %d", seed).contains("dora@localhost is already registered");
    } else {
      assertThat(done.out()).as("seed %d", seed).isEqualTo("Registered dora@localhost.\n");
    }
    assertThat(town.as("dora", register).err())
        .contains("dora@localhost is already registered here");
    town.settle("alice");
    assertThat(town.as("alice", "send", "dora", "hello").exitCode()).isZero();
    assertThat(town.as("dora", "receive").out()).contains("hello");
  }

  @Test
  void whatNobodyReadIsKept() throws Exception {
    town.settle("alice", "bob");
    // More than a pipe holds: whoever prints it waits for a reader.
    String page = "x".repeat(8_000);
    for (int number = 1; number <= 20; number++) {
      town.as("alice", "send", "bob", number + page, "--no-wait");
    }
    town.as("alice", "send", "bob", "the last");
    var head = process("bob", "receive", "--json").start();
    try (BufferedReader lines = head.inputReader(UTF_8)) {
      lines.readLine();
    }
    assertThat(head.waitFor(30, TimeUnit.SECONDS)).isTrue();
    var rest = town.as("bob", "receive", "--json");
    assertThat(rest.exitCode()).as(rest.err()).isZero();
    assertThat(rest.out()).contains("the last");
    // All of them, unless the pipe took some before it broke.
    assertThat(messages(rest.out().lines().toList())).doesNotHaveDuplicates();
  }

  @Test
  void aServerEndsWithZeroWhenItIsAskedTo() throws Exception {
    var server =
        process("-", "serve", "--listen", "127.0.0.1:0", "--register", "open", "--json")
            .redirectError(folder.resolve("serve.err").toFile())
            .start();
    try (BufferedReader lines = server.inputReader(UTF_8)) {
      List<String> start = Stream.of(lines.readLine(), lines.readLine(), lines.readLine()).toList();
      assertThat(start.get(0)).startsWith("{\"event\":\"invite\",\"link\":\"sotto://127.0.0.1:");
      assertThat(start.get(1)).startsWith("{\"event\":\"link\",\"link\":\"sotto://127.0.0.1:");
      assertThat(start.get(2)).startsWith("{\"event\":\"ready\",\"host\":\"127.0.0.1\",\"port\":");
      server.toHandle().destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isZero();
      assertThat(lines.lines()).isEmpty();
    }
    assertThat(folder.resolve("serve.err")).isEmptyFile();
  }

  @Test
  void theOperatorSaysWhatAFullQueueDoes() throws Exception {
    var server =
        process(
                "-",
                "serve --listen 127.0.0.1:0 --register open --limit queue-messages=2 --limit QUEUE_SHARE_PERCENT=100 --limit QUEUE_OVERFLOW=1"
                    .split(" "))
            .redirectError(folder.resolve("serve.err").toFile())
            .start();
    try (BufferedReader lines = server.inputReader(UTF_8)) {
      lines.readLine();
      String link = String.valueOf(lines.readLine()).substring("link ".length());
      lines.readLine();
      for (String person : List.of("alice", "bob")) {
        town.as(person, "register", link, "--as", person, "--no-passphrase");
      }
      assertThat(town.as("alice", "send", "bob", "one").exitCode()).isZero();
      assertThat(town.as("alice", "send", "bob", "two").exitCode()).isZero();
      var third = town.as("alice", "send", "bob", "three");
      assertThat(third.exitCode()).as(third.err()).isEqualTo(4);
      assertThat(third.err()).contains("The queue of bob@localhost is full");
    } finally {
      server.toHandle().destroy();
    }
    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("serve.err")).isEmptyFile();
  }

  @Test
  void aFolderMayHaveSpacesAndLettersAndThereMayBeNoHome() throws Exception {
    String name = "mit Leerzeichen, ü und 日本";
    var registered =
        run(process(name, "register", town.invite(), "--as", "dora", "--no-passphrase"));
    assertThat(registered.exitCode()).as(registered.err()).isZero();
    assertThat(folder.resolve(name).resolve("profile.db")).exists();
    var builder = process(name, "clients");
    builder.environment().remove("HOME");
    var clients = run(builder);
    assertThat(clients.exitCode()).as(clients.err()).isZero();
    assertThat(clients.out()).contains("this one");
  }

  private static List<String> messages(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("{\"event\":\"message\"")).toList();
  }

  private ProcessBuilder process(String person, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.sqlite.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    command.addAll(
        args[0].equals("serve")
            ? List.of("--data", folder.resolve("another").toString())
            : List.of("--profile", folder.resolve(person).toString()));
    var builder = new ProcessBuilder(command);
    // Java reads arguments and names of files in the locale's encoding; so does the launcher see to
    // it.
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  private static CommandRun run(ProcessBuilder builder) throws IOException, InterruptedException {
    var process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new CommandRun(process.exitValue(), out, err);
  }
}
