package sotto.server.delivery;

/// An entry's row, without its body.
///
/// @param group the group's row
/// @param refusals how often the client refused it
public record StoredEntry(
    long queue,
    long number,
    long body,
    Kind kind,
    long group,
    long sender,
    int size,
    long accepted,
    int refusals) {}
