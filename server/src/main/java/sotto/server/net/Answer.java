package sotto.server.net;

import java.util.function.Supplier;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;

/// The answer to one request, given when the transaction that it speaks of is durable.
record Answer(Connection connection, long request, Supplier<ServerFrame> frame)
    implements Turn.Promise {
  static Answer of(Connection connection, long request, ServerFrame frame) {
    return new Answer(connection, request, () -> frame);
  }

  /// Something that is told when the transaction is durable, and else not.
  static Turn.Promise unasked(Connection connection, ServerFrame frame) {
    return new Turn.Promise() {
      @Override
      public void durable() {
        connection.execute(() -> connection.tell(frame));
      }

      @Override
      public void failed(ErrorCode why) {}
    };
  }

  @Override
  public void durable() {
    connection.execute(() -> connection.reply(request, frame.get()));
  }

  @Override
  public void failed(ErrorCode why) {
    connection.fail(request, why);
  }
}
