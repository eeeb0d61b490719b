package sotto.app.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sotto.app.Surroundings;
import sotto.client.MessageId;

class PlainScreenTest {
  private static final MessageId ID = new MessageId("0f".repeat(32));

  @Test
  void howFarAMessageHasComeIsSaidInWordsOnceAndOfWhichOne() {
    var out = new ByteArrayOutputStream();
    var screen =
        new PlainScreen(
            new Surroundings(
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(out, true, UTF_8),
                Map.of(),
                Surroundings.Screen.STREAM,
                Surroundings.Person.ABSENT));
    screen.add(new ChatLine(Optional.of(ID), "08:48 you: hello", "…"));
    screen.mark(ID, "✓");
    screen.mark(ID, "✓✓");
    screen.mark(ID, "✓✓");
    screen.mark(ID, "✓✓ read by 2");
    screen.mark(ID, "✗ There is no account x@localhost: check the spelling.");
    screen.mark(new MessageId("1e".repeat(32)), "✓");
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "08:48 you: hello …",
            "  with the server: 08:48 you: hello",
            "  arrived: 08:48 you: hello",
            "  read by 2: 08:48 you: hello",
            "  not sent (There is no account x@localhost: check the spelling): 08:48 you: hello");
  }
}
