package sotto.classic.folder;

/// The first process is User1 and the second User2; the key files are named after what the
/// document's code calls them.
enum Role {
  USER1("User1", "sender"),
  USER2("User2", "receiver");

  private final String label;
  private final String keyName;

  Role(String label, String keyName) {
    this.label = label;
    this.keyName = keyName;
  }

  String label() {
    return label;
  }

  String keyName() {
    return keyName;
  }

  Role other() {
    return this == USER1 ? USER2 : USER1;
  }
}
