package sotto.tests.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sotto.client.Contact;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;
import sotto.client.Preferences;
import sotto.client.SafetyNumber;

/// One person at one client: does things as a face would, and sees events in order.
///
/// Names are as people type them. A change of a conversation returns when the server has it.
public interface Player {
  String name();

  String address();

  // --- doing ---

  /// Puts a text into the outbox.
  MessageId writes(String to, String text, Optional<MessageId> id) throws Exception;

  /// Waits until the server has a message.
  void awaitAccepted(MessageId id) throws Exception;

  /// Writes, and waits until the server has it.
  default MessageId says(String to, String text) throws Exception {
    MessageId id = writes(to, text, Optional.empty());
    awaitAccepted(id);
    return id;
  }

  void founds(String group, String... members) throws Exception;

  void adds(String group, String... members) throws Exception;

  void removes(String group, String... members) throws Exception;

  void renames(String group, String to) throws Exception;

  void leaves(String group) throws Exception;

  void accepts(String conversation) throws Exception;

  void trusts(String other) throws Exception;

  void prefers(Preferences preferences) throws Exception;

  /// Closes the client.
  void goesAway() throws Exception;

  /// Opens the client again and does not connect.
  void opens() throws Exception;

  /// Opens the client again, if it is not open, and is online.
  void comesBack() throws Exception;

  /// Copies the profile, while away.
  void keepsACopy() throws Exception;

  /// Puts the copy in the place of the profile, while away.
  void putsTheCopyBack() throws Exception;

  // --- seeing ---

  /// The next event of a kind that fits; others before it are passed over.
  <E extends Event> E sees(Class<E> kind, Predicate<E> which) throws Exception;

  /// The next text message, which is acknowledged as shown.
  Event.Message reads() throws Exception;

  default Event.Message reads(String text) throws Exception {
    Event.Message message = reads();
    assertThat(message.text()).as("what " + name() + " reads next").isEqualTo(text);
    return message;
  }

  /// Whether a client that was restarted tells again what it told before: with the same number.
  static boolean isToldAgain(Event event, List<Event> before) {
    return event.number() > 0 && before.stream().anyMatch(other -> isSame(event, other));
  }

  /// An old copy of a profile uses its numbers for other events.
  private static boolean isSame(Event one, Event other) {
    return one instanceof Event.Message a && other instanceof Event.Message b
        ? a.number() == b.number() && a.id().equals(b.id())
        : one.equals(other);
  }

  /// The lines of a conversation, oldest first; none if there is no such conversation.
  List<HistoryEntry> history(String conversation) throws Exception;

  default List<HistoryEntry.Message> messages(String conversation) throws Exception {
    return history(conversation).stream()
        .filter(HistoryEntry.Message.class::isInstance)
        .map(HistoryEntry.Message.class::cast)
        .toList();
  }

  /// The texts of a conversation's history, in order.
  default List<String> texts(String conversation) throws Exception {
    return messages(conversation).stream().map(HistoryEntry.Message::text).toList();
  }

  /// How far a message of this person's has come.
  default HistoryEntry.Delivery delivery(String conversation, MessageId id) throws Exception {
    return messages(conversation).stream()
        .filter(m -> m.id().equals(id))
        .findFirst()
        .orElseThrow()
        .delivery();
  }

  List<Conversation> conversations() throws Exception;

  Conversation conversation(String name) throws Exception;

  /// The addresses in a conversation.
  default List<String> members(String conversation) throws Exception {
    return conversation(conversation).members().stream()
        .map(Conversation.Member::address)
        .sorted()
        .toList();
  }

  /// Waits until this person has a conversation of this name.
  default void meets(String group) throws Exception {
    until("has " + group, () -> knows(group));
  }

  default boolean knows(String group) throws Exception {
    return conversations().stream().anyMatch(c -> c.name().equals(group));
  }

  /// Waits for something that this person sees.
  void until(String what, Stage.Condition condition) throws Exception;

  List<Contact> contacts() throws Exception;

  SafetyNumber safetyNumber(String other) throws Exception;

  String fingerprint() throws Exception;

  List<String> present() throws Exception;
}
