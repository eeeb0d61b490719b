package sotto.client;

/// A message is in the outbox, durably; [Client#awaitAccepted] waits for the server.
public record Sent(MessageId id, String conversation) {}
