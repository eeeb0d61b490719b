package sotto.app.output;

import sotto.client.Trusted;

/// What a person's word for an account did, and what it did not.
public final class TrustText {
  private TrustText() {}

  public static String of(Trusted done, String name) {
    return switch (done) {
      case VERIFIED -> "The key of %s is verified now.".formatted(Shown.line(name));
      case ADDED_AGAIN ->
          ("%s is added again, as it asked. Its key is not marked as verified by this: for that,"
                  + " compare safety numbers and trust it once more.")
              .formatted(Shown.line(name));
      case FORGOTTEN ->
          ("The account of %1$s that you knew is over. Whoever has the address now can be written to,"
                  + " and is not verified by this: compare safety numbers after the first message.")
              .formatted(Shown.line(name));
    };
  }
}
