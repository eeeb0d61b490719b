package sotto.client.engine;

import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.SubmissionId;

/// Rules 13: "its sender encrypts the content again under the same message id."
final class Resends {
  /// Once for each submission: whoever asks again gets no more.
  private static final String HONOURED = "resent ";

  private Resends() {}

  static void honour(Turn turn, String talk, SubmissionId wanted) throws MlsException {
    Optional<Outgoing> before = Facts.submitted(turn, wanted);
    boolean asked = turn.archived(Table.SPENT, HONOURED + wanted.hex()).isPresent();
    if (before.isEmpty() || asked || !before.get().talk().equals(talk)) {
      return;
    }
    turn.archive(Table.SPENT, HONOURED + wanted.hex(), "", new byte[0]);
    Outgoing.Body body = before.get().body();
    turn.outgoing(n -> new Outgoing(n, talk, body, Optional.empty(), -1));
  }
}
