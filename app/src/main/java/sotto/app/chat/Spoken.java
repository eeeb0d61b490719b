package sotto.app.chat;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.MessageId;

/// What was said in this chat, and what of it was refused: a script that typed it asks by the exit
/// code.
final class Spoken {
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final Set<MessageId> ids = new LinkedHashSet<>();
  private @Nullable ClientException refusal;

  void add(MessageId id) {
    ids.add(id);
  }

  boolean any() {
    return !ids.isEmpty();
  }

  /// The first refusal counts.
  void refused(ClientException why) {
    if (refusal == null) {
      refusal = why;
    }
  }

  /// Why something that was said goes to nobody. What only waits is not refused.
  Optional<ClientException> refusal(Client client) {
    ids.forEach(id -> ask(client, id));
    return Optional.ofNullable(refusal);
  }

  private void ask(Client client, MessageId id) {
    try {
      client.awaitAccepted(id, AT_ONCE);
    } catch (ClientException.Unreachable | ClientException.Postponed e) {
      return; // it waits in the outbox
    } catch (ClientException e) {
      refused(e);
    }
  }
}
