package sotto.client;

/// What a person can switch in a profile.
public record Preferences(Choice deliveryReceipts, Choice readReceipts, Choice presence) {
  public static final Preferences DEFAULT = new Preferences(Choice.ON, Choice.ON, Choice.ON);

  public enum Choice {
    ON,
    OFF
  }

  public Preferences withReadReceipts(Choice choice) {
    return new Preferences(deliveryReceipts, choice, presence);
  }

  public Preferences withDeliveryReceipts(Choice choice) {
    return new Preferences(choice, readReceipts, presence);
  }

  public Preferences withPresence(Choice choice) {
    return new Preferences(deliveryReceipts, readReceipts, choice);
  }
}
