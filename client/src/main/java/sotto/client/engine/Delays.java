package sotto.client.engine;

import java.util.Optional;
import sotto.client.MessageId;

/// Why something does not go on.
public final class Delays {
  private Delays() {}

  /// Why whoever waits for the server now waits in vain.
  public static Trouble now(State state) {
    return state.link().why();
  }

  /// Why a message that waits will not be sent now, however long one waits, and that it is kept.
  public static Optional<Trouble> stopped(State state, MessageId id) {
    if (!Views.waits(state, id)) {
      return Views.halted(state);
    }
    return Views.halted(state)
        .map(trouble -> trouble.and("The message waits in the outbox and is sent when that ends."))
        .or(() ->
            Views.blocked(state, id)
                .map(trouble -> trouble.and("The message waits in the outbox until then.")));
  }

  /// Why a message still waits.
  public static Trouble ofMessage(State state, MessageId id) {
    return stopped(state, id)
        .orElseGet(() ->
            rejoining(state, id)
                .map(Trouble::unreachable)
                .orElseGet(() -> now(state))
                .and("The message waits in the outbox and is sent later."));
  }

  /// Rules 21: of an old copy "nothing is sent, every group is rejoined, the user is told".
  private static Optional<String> rejoining(State state, MessageId id) {
    String key = Views.sentKey(state, id);
    return state.outbox().values().stream()
        .filter(o -> o.body() instanceof Outgoing.Body.Content c && c.message().equals(key))
        .flatMap(o -> state.talks().find(o.talk()).stream())
        .filter(talk -> talk.status() == Talk.Status.REJOINING)
        .findFirst()
        .map(talk ->
            talk.title()
                + " is being joined anew, since this profile fell behind there: another member has"
                + " to come online first.");
  }
}
