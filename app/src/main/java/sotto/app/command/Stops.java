package sotto.app.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sotto.app.output.EventText;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.HistoryEntry;

/// Security stops that what lay in the outbox has met since this command connected. Its own work is
/// done, and yet a script must not believe that all is well.
final class Stops {
  private final List<Event.IdentityChanged> changed = new ArrayList<>();
  private final Set<String> undelivered = new HashSet<>();

  synchronized void heed(Event event) {
    if (event instanceof Event.IdentityChanged one) {
      changed.add(one);
    } else if (event instanceof Event.NotDelivered one) {
      undelivered.add(one.conversation());
    }
  }

  /// What was kept from before was told by the command that met it.
  synchronized void forget() {
    changed.clear();
    undelivered.clear();
  }

  synchronized void raise(Client client) throws ClientException {
    for (var one : changed) {
      for (var conversation : client.conversations()) {
        if (holds(conversation, one.address()) && stopped(client, conversation)) {
          throw new ClientException.SecurityStop(
              "Something that waited was not sent to %s: %s"
                  .formatted(one.address(), one.reason()));
        }
      }
    }
  }

  private boolean stopped(Client client, Conversation conversation) throws ClientException {
    return undelivered.contains(conversation.name()) || waits(client, conversation.name());
  }

  private static boolean holds(Conversation conversation, String address) {
    return conversation.name().equals(address)
        || conversation.members().stream().anyMatch(member -> member.address().equals(address));
  }

  private static boolean waits(Client client, String name) throws ClientException {
    // A group of the same name as a contact is meant by its mark.
    String meant = EventText.direct(name) || name.startsWith("#") ? name : "#" + name;
    return client.history(meant, Instant.EPOCH).stream()
        .anyMatch(entry ->
            entry instanceof HistoryEntry.Message message
                && message.delivery() instanceof HistoryEntry.Delivery.Waiting);
  }
}
