package sotto.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.client.MessageId;

class JsonTest {
  private static final MessageId ID = new MessageId("ab".repeat(32));
  private static final Instant AT = Instant.parse("2026-11-20T09:30:00.123456Z");

  @Test
  void aMessageIsOneLineWithTheKeysOfTheContract() {
    var event =
        new Event.Message(1, ID, "bob@h", "bob@h", "hi", AT, AT.plusSeconds(1), Optional.empty());
    assertThat(EventJson.of(event))
        .hasToString(
            """
            {"event":"message","id":"%s","conversation":"bob@h","from":"bob@h","text":"hi",\
            "sentAt":"2026-11-20T09:30:00.123Z","receivedAt":"2026-11-20T09:30:01.123Z"}\
            """
                .formatted(ID));
  }

  @Test
  void aLineHoldsNothingThatATerminalObeysAndParsesBack() {
    var line =
        Json.event("message").put("text", "a\u001b[2J\n\u202eb\u0085\ud83d\ude00\u00e9").toString();
    assertThat(line)
        .isEqualTo(
            "{\"event\":\"message\",\"text\":\"a\\u001B[2J\\n\\u202Eb\\u0085\\uD83D\\uDE00\\u00E9\"}");
  }

  @Test
  void receiptsGapsMembershipsAndUnreadablesHaveTheirKeys() {
    assertThat(
            EventJson.of(new Event.Receipt(1, ID, "bob@h", "bob@h", Event.ReceiptKind.READ))
                .toString())
        .startsWith(
            "{\"event\":\"receipt\",\"of\":\"" + ID + "\",\"from\":\"bob@h\",\"kind\":\"read\"");
    assertThat(EventJson.of(new Event.Gap(2, "team", "bob@h", 3)))
        .hasToString(
            "{\"event\":\"gap\",\"conversation\":\"team\",\"from\":\"bob@h\",\"missing\":3}");
    assertThat(EventJson.of(new Event.Membership(3, "team", List.of("c@h"), List.of(), "a@h")))
        .hasToString(
            "{\"event\":\"membership\",\"conversation\":\"team\",\"added\":[\"c@h\"],\"removed\":[],\"by\":\"a@h\"}");
    assertThat(
            EventJson.of(new Event.Unreadable(4, Optional.empty(), "team", "why", "wait"))
                .toString())
        .startsWith("{\"event\":\"unreadable\",\"reason\":\"why\",\"remedy\":\"wait\"");
    assertThat(EventJson.of(new Event.IdentityChanged(5, "b@h", "another key")).toString())
        .startsWith("{\"event\":\"identity-changed\",\"address\":\"b@h\"");
  }
}
