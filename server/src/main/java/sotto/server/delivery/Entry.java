package sotto.server.delivery;

import java.time.Instant;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.wire.Bytes;

/// One message in one queue, as long as the core holds it in memory.
public final class Entry {
  private final Queue queue;
  private final long number;
  private final Message message;
  boolean acknowledged;

  Entry(Queue queue, long number, Message message) {
    this.queue = queue;
    this.number = number;
    this.message = message;
  }

  public Queue queue() {
    return queue;
  }

  public long number() {
    return number;
  }

  public Bytes group() {
    return message.group.id();
  }

  /// Milliseconds since 1970.
  public long accepted() {
    return message.accepted;
  }

  /// A `DeliveryBody`, encoded; not to be written to.
  public byte[] body() {
    return message.body;
  }

  /// As a frame carries it.
  public Delivery delivery() {
    try {
      DeliveryBody decoded = DeliveryBody.decode(new Reader(message.body));
      return new Delivery(number, 1, group(), Instant.ofEpochMilli(message.accepted), decoded);
    } catch (MlsException e) {
      throw new IllegalStateException("a body of our own making does not decode", e);
    }
  }

  Message message() {
    return message;
  }
}
