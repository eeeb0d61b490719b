/// What all structs are made of: immutable bytes, and the fields that the TLS presentation language
/// leaves to its user (text, time, yes or no).
package sotto.protocol.wire;
