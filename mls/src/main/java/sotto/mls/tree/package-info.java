/// Ratchet trees: RFC 9420 §4 and §7, with the credentials (§5.3) and extensions (§13.4) that a
/// leaf carries.
@org.jspecify.annotations.NullMarked
package sotto.mls.tree;
