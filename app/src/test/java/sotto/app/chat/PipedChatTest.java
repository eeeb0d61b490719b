package sotto.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.app.InTown;

/// A chat that a program types.
class PipedChatTest extends InTown {
  @BeforeEach
  void settle() throws Exception {
    town.settle("alice", "bob");
  }

  @Test
  void withJsonEachLineOfAChatIsAnEvent() throws Exception {
    town.as("bob", "send", "alice", "come and chat");
    var run = town.typing("hello\nbob:again\n/exit\n", "alice", "chat", "bob", "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).allMatch(line -> line.matches("\\{\"event\":\"[a-z-]+\",.*}"));
    assertThat(run.out().lines().filter(line -> line.startsWith("{\"event\":\"sent\",\"id\":\"")))
        .hasSize(2);
    assertThat(run.out().lines().filter(line -> line.startsWith("{\"event\":\"accepted\"")))
        .hasSize(2);
    assertThat(town.as("bob", "receive").out()).contains("hello", "again");
  }

  @Test
  void withJsonARefusalIsAnErrorLineAndTheExitCode() throws Exception {
    var unknown = town.typing("hello\n", "alice", "chat", "nobody", "--json");
    assertThat(unknown.exitCode()).as(unknown.out()).isEqualTo(4);
    assertThat(unknown.out()).contains("{\"event\":\"not-delivered\"");
    var nowhere = town.typing("hello\n/who\n", "alice", "chat", "--json");
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.out().lines())
        .filteredOn(line -> line.startsWith("{\"event\":\"error\",\"code\":2,"))
        .hasSize(2);
  }

  @Test
  void whatWasRefusedIsSaidInASentenceAndByTheExitCode() throws Exception {
    var run = town.typing("hello\n", "alice", "chat", "nobody");
    assertThat(run.exitCode()).as(run.out()).isEqualTo(4);
    assertThat(run.out())
        .doesNotContain("The profile is closed")
        .contains("  not sent (There is no account nobody@localhost: check the spelling): ");
    assertThat(town.typing("hello\n", "alice", "chat", "bob").exitCode()).isZero();
  }
}
