package sotto.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.app.output.Outlet;

/// What was printed into a file on a full disk is not there: nobody is told that all went well.
class OutputLostTest {
  private static final String FULL = "No space left on device";

  @TempDir Path folder;

  @Test
  void whatCouldNotBeWrittenIsOneWhateverTheCommand() throws Exception {
    try (var town = Town.open(folder)) {
      town.settle("alice", "bob");
      String id = town.as("alice", "send", "bob", "hello").out().strip();
      town.as("alice", "group", "create", "team", "bob");
      for (String command :
          List.of(
              "history bob",
              "contacts",
              "conversations",
              "clients",
              "safety-number bob",
              "send bob again --json",
              "send bob again",
              "inspect " + id,
              "group show team",
              "history --help",
              "--help",
              "--version")) {
        loses(command, "alice");
      }
      for (String command : List.of("invite", "server-view", "server-view --json")) {
        loses(command + " --data " + folder.resolve("server"), "");
      }
    }
  }

  @Test
  void whatReceiveCouldNotWriteIsKeptAndItSaysWhyAndWhatToDo() throws Exception {
    try (var town = Town.open(folder)) {
      town.settle("alice", "bob");
      town.as("alice", "send", "bob", "printed later");
      String bob = folder.resolve("bob").toString();
      var run = writing(FULL, "receive", "--wait", "5", "--count", "1", "--profile", bob);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .isEqualTo(
              "sotto: The output could not be written ("
                  + FULL
                  + "): what was not printed is kept; check the disk and its free space, then run"
                  + " this again.\n");
      var read = town.as("bob", "receive", "--wait", "5", "--count", "1");
      assertThat(read.out()).contains("printed later");
    }
  }

  @Test
  void whoWantsNoMoreIsToldNothing() {
    var run = writing("Broken pipe", "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
  }

  private void loses(String command, String person) {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    if (!person.isEmpty() && !command.startsWith("--")) {
      args.addAll(List.of("--profile", folder.resolve(person).toString()));
    }
    var run = writing(FULL, args.toArray(String[]::new));
    assertThat(run.exitCode()).as(command).isEqualTo(1);
    assertThat(run.err())
        .as(command)
        .startsWith("sotto: The output could not be written (" + FULL + ")")
        .hasLineCount(1);
  }

  private static CommandRun writing(String failure, String... args) {
    var err = new ByteArrayOutputStream();
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(failure);
          }
        };
    var around =
        new Surroundings(
            InputStream.nullInputStream(),
            Outlet.of(full, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            Surroundings.Screen.STREAM,
            Surroundings.Person.ABSENT);
    int code = Main.run(around, args);
    return new CommandRun(code, "", err.toString(StandardCharsets.UTF_8));
  }
}
