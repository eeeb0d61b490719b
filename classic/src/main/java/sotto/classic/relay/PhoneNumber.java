package sotto.classic.relay;

import java.util.regex.Pattern;
import sotto.classic.part.Refusal;

/// A phone number as these two systems know it: 3 to 15 digits, perhaps after a plus sign. It also
/// names files, so nothing else.
final class PhoneNumber {
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{3,15}");

  private PhoneNumber() {}

  static String checked(String text) throws Refusal {
    String number = text.strip();
    if (!NUMBER.matcher(number).matches())
      throw Refusal.refused("A phone number has 3 to 15 digits, perhaps after a plus sign.");
    return number;
  }
}
