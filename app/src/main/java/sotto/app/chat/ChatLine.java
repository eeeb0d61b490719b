package sotto.app.chat;

import java.util.Optional;
import sotto.app.output.Width;
import sotto.client.MessageId;

/// One entry of the screen: what stands there, and behind an own message how far it has come.
///
/// @param text ready to print, colours included
record ChatLine(Optional<MessageId> id, String text, String mark) {
  private static final String COLOUR = "\u001b\\[[0-9;]*m";

  static ChatLine of(String text) {
    return new ChatLine(Optional.empty(), text, "");
  }

  ChatLine marked(String newMark) {
    return new ChatLine(id, text, newMark);
  }

  String shown() {
    return mark.isEmpty() ? text : text + " " + mark;
  }

  /// How many rows of a screen of `columns` it takes.
  int rows(int columns) {
    return shown()
        .replaceAll(COLOUR, "")
        .lines()
        .mapToInt(line -> Math.max(1, (Width.of(line) + columns - 1) / columns))
        .sum();
  }
}
