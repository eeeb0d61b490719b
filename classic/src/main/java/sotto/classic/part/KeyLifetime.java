package sotto.classic.part;

/// For how long one session key is used.
public enum KeyLifetime {
  /// From the first start to the last exit of a folder.
  SESSION,
  /// For everything that one run of a client sends to one peer.
  CHAT,
  /// For one message.
  MESSAGE,
  /// For one connection to the server.
  CONNECTION
}
