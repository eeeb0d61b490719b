package sotto.classic.relay;

import java.util.ArrayList;
import java.util.List;
import sotto.classic.part.KeyLifetime;
import sotto.classic.part.QueuePolicy.Overflow;
import sotto.classic.part.Refusal;
import sotto.classic.profile.Profile;
import sotto.classic.record.Fields;
import sotto.classic.record.Vocabulary.Said;

/// S1: "The session key is … sent alongside the first encrypted message", and "older messages are
/// deleted when new ones arrive". When the deleted one carried the key, the next of the same chat
/// takes it over: otherwise the two that are left could not be read.
final class Succession {
  private final Profile profile;
  private final RelayStore store;

  Succession(Profile profile, RelayStore store) {
    this.profile = profile;
    this.store = store;
  }

  private record Message(long id, Fields fields) {}

  /// Called before a record is laid down for somebody, at his door; returns the record as it is to
  /// be laid down.
  byte[] beforeKeeping(String recipient, byte[] record) throws Refusal {
    boolean drops = profile.queue().overflow() == Overflow.DROP_OLDEST;
    if (!drops || profile.lifetime() != KeyLifetime.CHAT) return record;
    List<Message> waiting = waiting(recipient);
    if (waiting.size() < profile.queue().limit()) return record;
    Fields dropped = waiting.getFirst().fields();
    byte[] key = keyOf(dropped);
    if (key.length == 0) return record;
    for (Message later : waiting.subList(1, waiting.size()))
      if (isOfTheSameChat(later.fields(), dropped)) {
        if (keyOf(later.fields()).length == 0) store.rewrite(later.id(), with(later.fields(), key));
        return record;
      }
    Fields newest = profile.vocabulary().read(record).fields();
    boolean inherits = isOfTheSameChat(newest, dropped) && keyOf(newest).length == 0;
    return inherits ? with(newest, key) : record;
  }

  private List<Message> waiting(String recipient) throws Refusal {
    var messages = new ArrayList<Message>();
    for (RelayStore.Waiting one : store.waiting(recipient)) {
      Said said = profile.vocabulary().read(one.record());
      if (said.layout().name().equals("message"))
        messages.add(new Message(one.id(), said.fields()));
    }
    return messages;
  }

  private static boolean isOfTheSameChat(Fields one, Fields other) throws Refusal {
    return one.text("sender_id").equals(other.text("sender_id"));
  }

  private byte[] keyOf(Fields message) {
    return message.bytesOrNone(profile.placement().wrappedKey());
  }

  private byte[] with(Fields message, byte[] key) {
    return profile
        .vocabulary()
        .layouts()
        .getFirst()
        .encode(message.with(profile.placement().wrappedKey(), key));
  }
}
