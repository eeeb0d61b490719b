/// The machinery of ratchet trees, not exported: RFC 9420 §7.4 to §7.9, persistent, O(log n) a
/// change.
@org.jspecify.annotations.NullMarked
package sotto.mls.treekem;
