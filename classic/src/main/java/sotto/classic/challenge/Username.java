package sotto.classic.challenge;

import java.util.regex.Pattern;
import sotto.classic.part.Refusal;

/// A free name: up to 32 letters, digits and `_.-`. A colon would end it in `recipient:message`.
final class Username {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]{1,32}");

  private Username() {}

  static String checked(String text) throws Refusal {
    String name = text.strip();
    if (name.isEmpty()) throw Refusal.usage("Username cannot be empty");
    if (!NAME.matcher(name).matches())
      throw Refusal.usage(
          "A username has up to 32 letters, digits, dots, hyphens and underscores.");
    return name;
  }
}
