package sotto.mls.group;

/// The group in its new epoch, and what is left of the old one.
public record Adopted(Group group, Consumed consumed) {}
