package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sotto.protocol.group.ConversationData;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ConversationId;

class TitleTest {
  @Test
  void aGroupThatAPeerNamedLikeAnAddressIsNotTakenForThatPerson() throws Exception {
    Talk group =
        Talk.many(
            ConversationData.many(
                ConversationId.of(new byte[16]),
                "bob@localhost",
                List.of(Address.parse("mallory@localhost"))),
            Talk.Status.ACTIVE,
            Instant.EPOCH);
    assertThat(group.title()).isEqualTo("#bob@localhost");
    assertThat(group.called("#bob@localhost")).isTrue();
    assertThat(group.called("bob@localhost")).isTrue();
  }
}
