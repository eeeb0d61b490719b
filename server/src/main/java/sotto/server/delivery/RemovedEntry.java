package sotto.server.delivery;

/// What the core has to know of an entry that went.
public record RemovedEntry(Kind kind, long sender, int size) {}
