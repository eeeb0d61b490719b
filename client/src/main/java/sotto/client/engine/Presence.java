package sotto.client.engine;

import java.util.List;
import sotto.client.Preferences.Choice;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.identity.Address;
import sotto.protocol.limits.Limits;

/// Rules 29: "on connecting, the client names the addresses that it shows itself to".
final class Presence {
  private Presence() {}

  static void show(Turn turn) {
    if (turn.link().online()) {
      turn.send(new ClientFrame.ShowTo(shownTo(turn)));
    }
  }

  private static List<Address> shownTo(Turn turn) {
    if (turn.self().preferences().presence() == Choice.OFF) {
      return List.of();
    }
    return turn.state().contacts().values().stream()
        .filter(known -> known.standing() == Known.Standing.ACCEPTED && known.mayBeWrittenTo())
        .map(Known::address)
        .limit(Limits.MAX_SHOW_TO)
        .toList();
  }
}
