package sotto.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.reader.Candidate;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.client.MessageId;

class LiveScreenTest {
  private static final MessageId ID = new MessageId("0f".repeat(32));

  private final Seen seen = new Seen();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private Terminal terminal;
  private LiveScreen screen;

  @BeforeEach
  void open() throws IOException {
    terminal =
        new ExternalTerminal(
            "test", "xterm", new PipedInputStream(keyboard), seen, StandardCharsets.UTF_8);
    terminal.setSize(new Size(60, 12));
    screen =
        LiveScreen.over(
            terminal,
            (_, _, candidates) ->
                candidates.add(new Candidate("carol:", "carol:", null, null, null, null, true)));
    screen.prompt("bob> ");
  }

  @AfterEach
  void close() {
    screen.close();
  }

  @Test
  void aLineThatComesWhileOneTypesStandsAboveAndNothingTypedIsLost() throws Exception {
    var typed = reading();
    seen.await("bob> ");
    type("hel");
    seen.await("hel");
    screen.add(ChatLine.of("bob: are you there?"));
    seen.await("bob: are you there?");
    type("lo\r");
    assertThat(typed.get(20, TimeUnit.SECONDS)).contains("hello");
  }

  @Test
  void aReceiptChangesTheMarkBehindTheMessageItIsFor() throws Exception {
    screen.add(new ChatLine(Optional.of(ID), "you: hi", "…"));
    var typed = reading();
    seen.await("bob> ");
    screen.mark(ID, "✓✓ read");
    seen.await("you: hi ✓✓ read");
    type("\r");
    assertThat(typed.get(20, TimeUnit.SECONDS)).contains("");
  }

  @Test
  void aNewSizeDrawsTheScreenAgain() throws Exception {
    screen.add(ChatLine.of("a line that is a little longer than forty columns are wide"));
    var typed = reading();
    seen.await("bob> ");
    terminal.setSize(new Size(40, 12));
    seen.await("\n      forty columns are wide");
    type("\r");
    assertThat(typed.get(20, TimeUnit.SECONDS)).contains("");
  }

  @Test
  void tabCompletesAName() throws Exception {
    var typed = reading();
    seen.await("bob> ");
    type("ca\thi\r");
    assertThat(typed.get(20, TimeUnit.SECONDS)).contains("carol: hi");
  }

  @Test
  void theArrowKeysBringBackWhatWasTyped() throws Exception {
    var first = reading();
    seen.await("bob> ");
    type("said before\r");
    assertThat(first.get(20, TimeUnit.SECONDS)).contains("said before");
    var second = reading();
    type("\u001bOA\r");
    assertThat(second.get(20, TimeUnit.SECONDS)).contains("said before");
  }

  @Test
  void severalLinesThatArePastedAreOneMessage() throws Exception {
    var typed = reading();
    seen.await("bob> ");
    type("\u001b[200~one\ntwo\u001b[201~\r");
    assertThat(typed.get(20, TimeUnit.SECONDS)).contains("one\ntwo");
  }

  @Test
  void aPromptThatChangesKeepsWhatIsTyped() throws Exception {
    var typed = reading();
    seen.await("bob> ");
    type("hel");
    seen.await("hel");
    screen.prompt("(offline) bob> ");
    seen.await("(offline) ");
    type("lo\r");
    assertThat(typed.get(20, TimeUnit.SECONDS)).contains("hello");
  }

  @Test
  void controlDEndsTheChatAndControlCOnlyAnEmptyLine() throws Exception {
    var first = reading();
    seen.await("bob> ");
    type("half");
    seen.await("half");
    type("\u0003");
    assertThat(first.get(20, TimeUnit.SECONDS)).contains("");
    var second = reading();
    type("\u0004");
    assertThat(second.get(20, TimeUnit.SECONDS)).isEmpty();
  }

  private CompletableFuture<Optional<String>> reading() {
    var line = new CompletableFuture<Optional<String>>();
    Thread.ofPlatform().daemon().start(() -> line.complete(screen.read()));
    return line;
  }

  private void type(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }
}
