package sotto.client.transport;

import sotto.protocol.identity.Hash;

/// What is known of a TLS connection.
///
/// @param keyHash SHA-256 of the SubjectPublicKeyInfo of the certificate that the server showed
/// @param keyExchange the group, such as `X25519MLKEM768`
public record TlsFacts(Hash keyHash, String keyExchange) {}
