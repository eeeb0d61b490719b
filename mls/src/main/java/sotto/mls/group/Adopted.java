package sotto.mls.group;

/// The group in its new epoch, and what is left of the old one (RFC 9420 §12.4.2).
public record Adopted(Group group, Consumed consumed) {}
