package sotto.server.net;

import java.util.Optional;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.ClientAddress;
import sotto.server.delivery.Queue;

/// A client that is no longer on its account's list, or whose account was released, gets nothing
/// more, on an open connection neither; what waited for it is dropped.
final class Departure {
  private Departure() {}

  static void of(Turn turn, ClientAddress who, ErrorCode why) {
    Optional<Queue> queue = turn.delivery.queue(who);
    queue
        .flatMap(turn.sessions::of)
        .ifPresent(open -> open.execute(() -> open.refuseConnection(why)));
    queue.ifPresent(gone -> turn.delivery.disconnect(gone, gone.session()));
    turn.delivery.removeClient(who);
  }
}
