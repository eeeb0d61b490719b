/// What the leaves of a ratchet tree say: RFC 9420 §7.2, with the credentials (§5.3) and extensions
/// (§13.4) that a leaf carries, and what a committer sends to it (§7.6).
@org.jspecify.annotations.NullMarked
package sotto.mls.tree;
