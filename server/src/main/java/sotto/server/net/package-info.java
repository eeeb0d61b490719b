/// Bytes in and out: TLS 1.3, one WebSocket of binary frames per connection, health and metrics.
@org.jspecify.annotations.NullMarked
package sotto.server.net;
