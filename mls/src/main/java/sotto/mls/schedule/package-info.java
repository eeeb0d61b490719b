/// Key schedule (RFC 9420 §8), secret tree and ratchets (§9), and the safe exporter
/// (draft-ietf-mls-extensions §4.4).
///
/// All values are immutable: an operation returns the next value and the secrets that it consumed,
/// which belong to the value before and are erased by the caller when that is given up.
package sotto.mls.schedule;
