package sotto.server.net;

import java.util.List;
import sotto.protocol.frame.ServerFrame;
import sotto.server.delivery.Presence;

/// Carries notices of presence to those connected.
final class Attendance {
  private Attendance() {}

  static void tell(Turn turn, List<Presence.Notice> notices) {
    for (Presence.Notice notice : notices) {
      ServerFrame frame = new ServerFrame.Presence(notice.about(), notice.online());
      turn.sessions
          .of(notice.to())
          .ifPresent(connection -> connection.execute(() -> connection.tell(frame)));
    }
  }
}
