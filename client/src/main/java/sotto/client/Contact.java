package sotto.client;

import sotto.client.Conversation.Trust;

/// An account that this profile knows.
///
/// @param fingerprint of the account key; `address#fingerprint` makes a first contact verified
/// @param listVersion of the newest client list seen
/// @param note why care is due (a stale list, a changed key), or empty
public record Contact(
    String address,
    String displayName,
    String fingerprint,
    Trust trust,
    Status status,
    long listVersion,
    String note) {

  public enum Status {
    ACCEPTED,
    /// Wrote first, and has not been accepted yet.
    REQUEST
  }

  /// The form to hand to others, so that their first contact is a verified one.
  public String verifiable() {
    return address + "#" + fingerprint;
  }
}
