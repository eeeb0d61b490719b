package sotto.app.chat;

import java.util.Optional;
import sotto.client.MessageId;

/// Where a chat happens. Lines may be added from any thread while a person types.
sealed interface Screen extends AutoCloseable permits LiveScreen, PlainScreen {
  /// The next typed line; empty when the person ends the chat.
  Optional<String> read();

  void add(ChatLine line);

  /// The mark behind an own message changed.
  void mark(MessageId id, String mark);

  /// What stands before the typed text.
  void prompt(String prompt);

  @Override
  void close();
}
