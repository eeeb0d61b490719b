/// The cryptography of RFC 9420 §5: cipher suites, HPKE (RFC 9180), signatures, labelled functions.
///
/// [SuiteCrypto] is what the rest of the library calls; [Crypto] is the small set of primitives
/// beneath it that a native provider may replace; [PortableCrypto] needs nothing but the JDK and
/// BouncyCastle. Randomness is always a parameter.
package sotto.mls.crypto;
