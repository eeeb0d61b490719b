/// The TLS presentation language as MLS uses it (RFC 9420 §2.1).
package sotto.mls.codec;
