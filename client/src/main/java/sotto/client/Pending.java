package sotto.client;

/// A profile that waits for the six-digit code sent to its address.
public record Pending(String address) {}
