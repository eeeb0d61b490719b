package sotto.client;

/// What a person's word for an account did.
public enum Trusted {
  /// Its key counts as compared.
  VERIFIED,
  /// A client of it that had asked once more on one day is added again; its key is what it was.
  ADDED_AGAIN,
  /// Its account was released and no other has shown a key yet: the next one is as at first
  /// contact.
  FORGOTTEN
}
