/// Message framing: sign, verify, protect and unprotect (RFC 9420 §6).
@org.jspecify.annotations.NullMarked
package sotto.mls.framing;
