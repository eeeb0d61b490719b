package sotto.client;

/// What is known of the connection to the server now.
///
/// @param keyExchange of TLS, such as `X25519MLKEM768`
/// @param serverFingerprint of the server's identity key, as in the invite link
public record Connection(
    Event.ConnectionState state,
    String server,
    String serverFingerprint,
    String keyExchange,
    String detail) {}
