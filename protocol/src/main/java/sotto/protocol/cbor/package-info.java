/// Deterministic CBOR (RFC 8949 §4.2.1) and nothing else: there is one encoding of a value, and
/// every other one is refused.
package sotto.protocol.cbor;
