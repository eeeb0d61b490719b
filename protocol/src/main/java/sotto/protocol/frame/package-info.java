/// The frames of a connection: each is one binary WebSocket message.
package sotto.protocol.frame;
