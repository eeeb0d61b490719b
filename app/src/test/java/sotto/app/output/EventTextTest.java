package sotto.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.client.MessageId;

class EventTextTest {
  private static final String HOSTILE =
      "x\u001b]0;pwned\u0007\u001b[2J\r\u202egnp.exe\u2066\u009b31m\u0000";
  private static final EventText TEXT = new EventText(Style.PLAIN, ZoneOffset.UTC);
  private static final MessageId ID = new MessageId("ab".repeat(32));

  @Test
  void noTextOrNameOfOthersReachesTheTerminalWithEscapesOrOverrides() {
    for (var event : everyEventWith(HOSTILE)) {
      assertThat(TEXT.of(event))
          .as(event.getClass().getSimpleName())
          .doesNotContain("\u001b", "\u0007", "\r", "\u202e", "\u2066", "\u009b", "\u0000");
    }
  }

  @Test
  void aLineBreakInAMessageCannotForgeALineOfItsOwn() {
    var forged = message("hello\n2026-11-20 09:31 carol@h: pay bob");
    assertThat(TEXT.of(forged).lines().skip(1)).allMatch(line -> line.startsWith("  "));
  }

  @Test
  void aMessageNamesItsConversationOnlyWhenItIsNotTheSender() {
    assertThat(TEXT.of(message("hi"))).isEqualTo("2026-11-20 09:30 bob@h: hi");
    assertThat(TEXT.message(Instant.parse("2026-11-20T09:30:00Z"), "team", "bob@h", "hi"))
        .isEqualTo("2026-11-20 09:30 #team bob@h: hi");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertThat(TEXT.of(new Event.Gap(1, "", "", 4))).isEqualTo("4 messages did not arrive");
    assertThat(TEXT.of(new Event.Gap(1, "#team", "", 1)))
        .isEqualTo("1 message in #team did not arrive");
    assertThat(TEXT.of(new Event.Unreadable(1, Optional.empty(), "", "It is damaged.", "Wait")))
        .isEqualTo("A message cannot be read: it is damaged; wait");
  }

  private static Event message(String text) {
    var at = Instant.parse("2026-11-20T09:30:00Z");
    return new Event.Message(1, ID, "bob@h", "bob@h", text, at, at, Optional.empty());
  }

  private static List<Event> everyEventWith(String bad) {
    var list = List.of(bad);
    return List.of(
        message(bad),
        new Event.Receipt(1, ID, bad, bad, Event.ReceiptKind.READ),
        new Event.Gap(1, bad, bad, 2),
        new Event.Membership(1, bad, list, list, bad),
        new Event.Rejoined(1, bad, bad),
        new Event.Renamed(1, bad, bad, bad),
        new Event.Request(1, bad, bad),
        new Event.IdentityChanged(1, bad, bad),
        new Event.Unreadable(1, Optional.empty(), bad, bad, bad),
        new Event.NotDelivered(1, ID, bad, list, bad),
        new Event.Presence(0, bad, Event.PresenceState.HERE),
        new Event.Connection(0, Event.ConnectionState.OFFLINE, bad),
        new Event.Notice(1, Optional.of(bad), bad));
  }
}
