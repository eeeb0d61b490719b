package sotto.tests.simulation;

import java.util.HashMap;
import java.util.Map;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.identity.ClientAddress;

/// No lie at all: only counts what each client submits.
final class Submissions extends Lies {
  private final Map<ClientAddress, Integer> counts = new HashMap<>();

  @Override
  boolean hears(ClientAddress from, ClientFrame frame) {
    if (frame instanceof ClientFrame.Submit) {
      counts.merge(from, 1, Integer::sum);
    }
    return true;
  }

  int by(Person person) {
    return counts.getOrDefault(person.who(), 0);
  }
}
