package sotto.tests.stage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.ClientException;

/// How an account comes to be, and when none does.
@Tag("rule-6")
public interface Entering extends Theatre {
  String NUMBER = "+15550100";

  @Test
  default void aCodeRegistersATelephoneNumberAndAWrongOneDoesNot() throws Exception {
    play(stage -> {
      String code = stage.asksForACode(NUMBER);
      String wrong = code.equals("000000") ? "000001" : "000000";
      assertThatThrownBy(() -> stage.entersWith(wrong, NUMBER))
          .isInstanceOf(ClientException.Refused.class);
      Player bob = stage.entersWith(code, NUMBER);
      Player alice = stage.enters("alice");
      alice.says(NUMBER, "by telephone");
      bob.reads("by telephone");
    });
  }

  @Test
  default void aCodeOlderThanTenMinutesIsRefusedAndAFreshOneIsNot() throws Exception {
    play(stage -> {
      String code = stage.asksForACode(NUMBER);
      stage.codesGrowOlder(Duration.ofMinutes(10).plusSeconds(1));
      assertThatThrownBy(() -> stage.entersWith(code, NUMBER))
          .isInstanceOf(ClientException.Refused.class)
          .hasMessageContaining("expired");
      String fresh = stage.asksForACode(NUMBER);
      Player bob = stage.entersWith(fresh, NUMBER);
      stage.enters("alice").says(NUMBER, "in time");
      bob.reads("in time");
    });
  }

  @Test
  default void theSixthTryOfACodeIsRefusedThoughItIsRight() throws Exception {
    play(stage -> {
      String code = stage.asksForACode(NUMBER);
      String wrong = code.equals("000000") ? "000001" : "000000";
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> stage.entersWith(wrong, NUMBER))
            .isInstanceOf(ClientException.Refused.class);
      }
      assertThatThrownBy(() -> stage.entersWith(code, NUMBER))
          .isInstanceOf(ClientException.Refused.class);
    });
  }

  @Test
  default void aTakenNameAndAUsedInviteAreRefusals() throws Exception {
    play(stage -> {
      Player alice = stage.enters("alice");
      assertThatThrownBy(() -> stage.enters("thief", stage.invite(), "alice"))
          .isInstanceOf(ClientException.Refused.class);
      String once = stage.invite();
      Player bob = stage.enters("bob", once, "bob");
      assertThatThrownBy(() -> stage.enters("third", once, "carol"))
          .isInstanceOf(ClientException.Refused.class);
      bob.says("alice", "for the first alice");
      alice.reads("for the first alice");
    });
  }
}
