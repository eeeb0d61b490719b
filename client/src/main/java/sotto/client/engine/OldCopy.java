package sotto.client.engine;

import java.util.Optional;
import sotto.client.Event;

/// Rules 21: "the login answer returns the highest accepted. If it is higher than the profile's,
/// the profile is an old copy: nothing is sent, every group is rejoined, the user is told."
final class OldCopy {
  private OldCopy() {}

  /// No client counts so far; beyond it the next number would be none.
  private static final long MOST = Long.MAX_VALUE / 2;

  static void check(Turn turn, long highest) throws TroubleException {
    Self self = turn.self();
    if (highest > MOST) {
      throw TroubleException.security(
          "The server claims to have taken more messages of this client than there can be: ask its"
              + " operator what happened.");
    }
    if (highest <= self.number()) {
      return;
    }
    turn.self(self.numbered(highest));
    Gone.doubt(turn, highest);
    for (Outgoing outgoing : turn.state().outbox().values()) {
      switch (outgoing.body()) {
        // Its ciphertext may be another's key and nonce by now: only the content is kept.
        case Outgoing.Body.Content _ -> turn.outgoing(outgoing.unsealed(-1));
        case Outgoing.Body.Handshake _, Outgoing.Body.Upload _ -> turn.dropOutgoing(outgoing.seq());
      }
    }
    for (GroupRow row : turn.state().groups().values()) {
      row.staged().ifPresent(staged -> staged.pending().erase());
      Rejoins.lose(turn, row.unstaged());
    }
    turn.tell(n ->
        new Event.Notice(
            n,
            Optional.empty(),
            "This profile is an older copy of itself: its conversations are being joined"
                + " anew, and nothing is sent in them before."));
  }
}
