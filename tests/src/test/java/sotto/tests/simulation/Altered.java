package sotto.tests.simulation;

import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.wire.Bytes;

/// Copies of deliveries that differ in one byte.
final class Altered {
  private Altered() {}

  static ServerFrame byteOf(Delivery delivery, int index) {
    DeliveryBody.Message body = (DeliveryBody.Message) delivery.body();
    byte[] message = body.message().toArray().clone();
    message[index] ^= 0x20;
    return as(delivery, new DeliveryBody.Message(body.submission(), Bytes.wrap(message)));
  }

  static ServerFrame as(Delivery delivery, DeliveryBody body) {
    return new ServerFrame.Deliver(
        new Delivery(delivery.entry(), delivery.offer(), delivery.group(), delivery.at(), body));
  }
}
