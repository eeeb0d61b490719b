package sotto.classic.part;

/// Where a sender finds the public key of a receiver.
public enum Directory {
  /// All four PEM files lie in the shared folder.
  SHARED_FOLDER,
  /// The server answers from its database.
  SERVER_DATABASE,
  /// A PEM file that is already in the client's own folder.
  OWN_FOLDER,
  /// There is one key, the server's, handed out as a file.
  SERVER_FILE,
  /// The server sends everybody a list in which it has signed each key (and not the name).
  SIGNED_LIST,
  /// As the signed list, but a message is checked with the key that it brings along.
  KEY_IN_THE_MESSAGE
}
