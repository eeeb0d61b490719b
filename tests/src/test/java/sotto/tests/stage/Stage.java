package sotto.tests.stage;

import java.time.Duration;

/// A server and the people who use it, for one scene.
public interface Stage {
  /// Somebody registers by an invite of its own and is online.
  default Player enters(String name) throws Exception {
    return enters(name, invite(), name);
  }

  /// Somebody at a new profile registers a name by an invite link.
  Player enters(String profile, String link, String name) throws Exception;

  /// A link that registers one account.
  String invite() throws Exception;

  /// Begins a registration of this telephone number; returns the code that was sent to it.
  String asksForACode(String number) throws Exception;

  /// Completes it.
  Player entersWith(String code, String number) throws Exception;

  /// The codes that were sent are older by this much.
  void codesGrowOlder(Duration by) throws Exception;

  /// The server is gone until [#serverStarts].
  void serverStops() throws Exception;

  void serverStarts() throws Exception;

  interface Act {
    void done() throws Exception;
  }

  /// Changes of conversations, begun before one of them is through; returns when all are.
  void atOnce(Act... acts) throws Exception;

  interface Condition {
    boolean holds() throws Exception;
  }
}
