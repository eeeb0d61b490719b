package sotto.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputTest {
  private static final Set<String> KNOWN = Set.of("bob", "#team", "carol@example.org");

  @Test
  void aLineGoesToTheConversationBeforeThePrompt() {
    assertThat(parse("  hello there ")).isEqualTo(new Input.Say("hello there"));
    assertThat(parse("   ")).isEqualTo(new Input.Nothing());
  }

  @Test
  void recipientColonMessageWritesToSomeoneElseOnce() {
    assertThat(parse("bob: hi")).isEqualTo(new Input.SayTo("bob", "hi"));
    assertThat(parse("#team:hi all")).isEqualTo(new Input.SayTo("#team", "hi all"));
    assertThat(parse("carol@example.org: hi"))
        .isEqualTo(new Input.SayTo("carol@example.org", "hi"));
  }

  @Test
  void aColonAfterAnyOtherWordIsPartOfTheText() {
    assertThat(parse("note: buy milk")).isEqualTo(new Input.Say("note: buy milk"));
    assertThat(parse("https://example.org")).isEqualTo(new Input.Say("https://example.org"));
    assertThat(parse("bob:")).isEqualTo(new Input.Say("bob:"));
  }

  /// Nor may it go to whoever happens to be before the prompt.
  @Test
  void aTextForAnAccountThatWasNeverWrittenToGoesToThatAccount() {
    assertThat(parse("dave:hi")).isEqualTo(new Input.SayTo("dave", "hi"));
    for (String text :
        new String[] {"12:30", "std::sort", "c:\\x", "dave:", "two words:x", ":-)"}) {
      assertThat(parse(text)).as(text).isEqualTo(new Input.Say(text));
    }
  }

  @Test
  void commandsAreSlashedAndTwoSlashesAreAText() {
    assertThat(parse("/to team")).isEqualTo(new Input.To("team"));
    assertThat(parse("/members")).isEqualTo(new Input.Members());
    assertThat(parse("/trust bob")).isEqualTo(new Input.Trust(Optional.of("bob")));
    assertThat(parse("/help")).isEqualTo(new Input.Help());
    assertThat(parse("/exit")).isEqualTo(new Input.Exit());
    assertThat(parse("/dance")).isEqualTo(new Input.Unknown("/dance"));
    assertThat(parse("//etc/passwd")).isEqualTo(new Input.Say("/etc/passwd"));
  }

  private static Input parse(String line) {
    return Input.parse(line, KNOWN::contains);
  }
}
