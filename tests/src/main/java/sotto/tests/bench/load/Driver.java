package sotto.tests.bench.load;

import java.util.List;

/// How one kind of messaging server is spoken to.
public interface Driver extends AutoCloseable {
  /// Makes accounts and queues for `users`, before anything is measured. Idempotent.
  ///
  /// @param pairs who will send to whom, for servers that must know
  void provision(List<String> users, List<Pair> pairs) throws Exception;

  /// Connects and logs in, and begins to receive. Blocks; called from several threads.
  Link connect(String user, Role role, Mailbox mailbox) throws Exception;

  @Override
  void close();

  /// Somebody who will write to somebody.
  record Pair(String sender, String receiver) {}

  /// What a connection is for; some servers keep a queue for receivers only.
  enum Role {
    SENDER,
    RECEIVER
  }

  /// A connection that is logged in. On the loop's thread only.
  interface Link {
    /// @param onAccepted runs when the server has taken responsibility for the message
    void send(String receiver, byte[] payload, Runnable onAccepted);

    void disconnect();
  }

  /// Gets what arrives, on the loop's thread.
  interface Mailbox {
    /// @param acknowledge tells the server that it may forget the message
    void received(byte[] payload, Runnable acknowledge);

    Mailbox IGNORING = (payload, acknowledge) -> acknowledge.run();
  }
}
