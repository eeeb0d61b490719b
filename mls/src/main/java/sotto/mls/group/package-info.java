/// The public face: groups, how they begin, how they change and what is sent in them (RFC 9420 §11
/// to §15).
@org.jspecify.annotations.NullMarked
package sotto.mls.group;
