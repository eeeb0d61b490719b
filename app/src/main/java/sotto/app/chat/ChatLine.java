package sotto.app.chat;

import java.util.Optional;
import sotto.client.MessageId;

/// One entry of the screen: what stands there, and behind an own message how far it has come.
///
/// @param text ready to print, colours included
record ChatLine(Optional<MessageId> id, String text, String mark) {
  static ChatLine of(String text) {
    return new ChatLine(Optional.empty(), text, "");
  }

  ChatLine marked(String newMark) {
    return new ChatLine(id, text, newMark);
  }

  String shown() {
    return mark.isEmpty() ? text : text + " " + mark;
  }
}
