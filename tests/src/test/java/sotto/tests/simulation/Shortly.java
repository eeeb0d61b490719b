package sotto.tests.simulation;

import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.wire.Bytes;

/// Frames in a few words, for the trace.
final class Shortly {
  private Shortly() {}

  static String told(Object frame) {
    return switch (frame) {
      case ClientFrame.Submit submit -> submitted(submit.submission());
      case ClientFrame.Acknowledge acknowledge -> acknowledge.entries().toString();
      case ServerFrame.Deliver deliver -> delivered(deliver.delivery());
      case ServerFrame.Judged judged ->
          "verdict " + id(judged.submission().bytes()) + " " + judged.verdict();
      default -> frame.getClass().getSimpleName();
    };
  }

  private static String submitted(Submission submission) {
    return submission.body().getClass().getSimpleName()
        + " "
        + id(submission.id().bytes())
        + " number "
        + submission.number()
        + " group "
        + id(submission.group())
        + " epoch "
        + submission.epoch();
  }

  private static String delivered(Delivery delivery) {
    String body =
        switch (delivery.body()) {
          case DeliveryBody.Message message -> "message " + id(message.submission().bytes());
          case DeliveryBody.Welcome welcome -> "welcome " + id(welcome.submission().bytes());
          case DeliveryBody.Rejoin rejoin -> "rejoin " + rejoin.request().request().who().address();
          case DeliveryBody.Tombstone tombstone -> tombstone.toString();
        };
    return "entry "
        + (delivery.entry() & 0xffffff)
        + " offer "
        + delivery.offer()
        + " group "
        + id(delivery.group())
        + " "
        + body;
  }

  private static String id(Bytes bytes) {
    return bytes.hex().substring(0, Math.min(6, bytes.hex().length()));
  }
}
