package sotto.client;

/// Two accounts' keys as 60 digits to read aloud, and as a text for a QR code. Both sides see the
/// same.
public record SafetyNumber(
    String mine, String theirs, String digits, String qrText, Conversation.Trust trust) {

  /// The digits in twelve groups of five.
  public String grouped() {
    return digits.replaceAll("(\\d{5})(?=\\d)", "$1 ");
  }
}
