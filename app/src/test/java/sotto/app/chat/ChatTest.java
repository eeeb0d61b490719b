package sotto.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import sotto.app.InTown;
import sotto.app.output.Style;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Unlock;

/// A chat as its person sees it: on a terminal, over a real server, with others who come and go.
class ChatTest extends InTown {
  @Test
  void thePromptShowsWhoIsHereAndThatTheServerIsAway() throws Exception {
    town.settle("alice", "bob");
    town.as("alice", "send", "bob", "hello");
    town.as("bob", "receive");
    town.as("bob", "send", "alice", "hello too");
    try (var alice = new Window("alice", "bob")) {
      alice.seen.await("bob: hello too");
      try (var bob = new Window("bob", "alice")) {
        alice.seen.await("bob is here");
        alice.seen.await("● ");
        bob.seen.await("● ");
        alice.seen.forget();
        town.stop();
        alice.seen.await("(offline) ");
        alice.type("said meanwhile\r");
        alice.seen.await("you: said meanwhile …");
        alice.seen.forget();
        town.start();
        alice.seen.await("you: said meanwhile ✓✓ read");
        bob.seen.await("alice: said meanwhile");
        alice.seen.await("● ");
        alice.seen.forget();
        bob.type("/exit\r");
      }
      alice.seen.await("bob is away");
      alice.type("/exit\r");
    }
  }

  @Test
  void whatIsSaidElsewhereIsMarkedSo() throws Exception {
    town.settle("alice", "bob", "carol");
    town.as("alice", "group", "create", "team", "bob", "carol");
    try (var alice = new Window("alice", "team")) {
      alice.type("bob:psst\r");
      alice.seen.await("you → bob: psst");
      alice.type("to all\r");
      alice.seen.await("you: to all");
      town.as("bob", "receive");
      town.as("bob", "send", "alice", "only to you");
      alice.seen.await("bob → you: only to you");
      town.as("bob", "send", "team", "to all of us");
      alice.seen.await("bob: to all of us");
      alice.type("/exit\r");
    }
  }

  /// One person's terminal with a chat in it.
  private final class Window implements AutoCloseable {
    private final Seen seen = new Seen();
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Window(String who, String whom) throws Exception {
      var terminal =
          new ExternalTerminal(
              who, "xterm", new PipedInputStream(keyboard), seen, StandardCharsets.UTF_8);
      terminal.setSize(new Size(100, 30));
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try (var client = Client.open(town.folder().resolve(who), new Unlock.KeyFile())) {
              var names = new Names(client);
              try (var screen = LiveScreen.over(terminal, names)) {
                new Chat(client, screen, Style.PLAIN, Clock.systemUTC(), names)
                    .run(Optional.of(whom));
              }
              ended.complete(null);
            } catch (ClientException | InterruptedException | RuntimeException e) {
              ended.completeExceptionally(e);
            }
          });
    }

    void type(String keys) throws IOException {
      keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
    }

    @Override
    public void close() {
      assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join()).isNull();
    }
  }
}
