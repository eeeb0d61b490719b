package sotto.client.engine;

import sotto.protocol.frame.ServerReply;
import sotto.protocol.identity.Hash;

/// What happens to a client.
public sealed interface Input {
  /// A connection is open: TLS stands, nothing was said yet.
  ///
  /// @param tlsKey SHA-256 of the SubjectPublicKeyInfo of the certificate that was shown
  /// @param keyExchange of TLS, for people to see
  record Opened(Hash tlsKey, String keyExchange) implements Input {}

  /// The connection is gone, or could not be made. `reason` is a sentence.
  record Closed(String reason) implements Input {}

  record Received(ServerReply reply) implements Input {}

  /// Something that came over the connection and is not a frame.
  record Garbage(String reason) implements Input {}

  /// The time that [Effect.Wake] asked for has come.
  record Tick() implements Input {}

  /// @param ticket the shell's number for this question
  record Ask(long ticket, Command command) implements Input {}
}
