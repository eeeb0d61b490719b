/// The way to the server: binary WebSocket messages over TLS 1.3, trusted by the server's identity
/// key alone.
@org.jspecify.annotations.NullMarked
package sotto.client.transport;
