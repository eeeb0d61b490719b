package sotto.client.engine;

import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.group.Group;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionId;

/// Rules 13: "its sender encrypts the content again under the same message id."
final class Resends {
  /// Once for each submission: whoever asks again gets no more.
  private static final String HONOURED = "resent ";

  /// Then the number of the outgoing message.
  private static final String BEFORE = "before ";

  /// What was said again can be asked for as well: no content more often than this.
  private static final int MOST_TIMES = 8;

  /// For each conversation.
  private static final int MOST_AN_HOUR = 256;

  private Resends() {}

  static void honour(Turn turn, GroupRow row, SubmissionId wanted) throws MlsException {
    Optional<Outgoing> before = Facts.submitted(turn, wanted);
    boolean asked = Spent.knows(turn, HONOURED + wanted.hex());
    if (before.isEmpty() || asked || !before.get().talk().equals(row.talk())) {
      return;
    }
    Outgoing outgoing = before.get();
    Outgoing.Body body = outgoing.body();
    boolean free =
        body instanceof Outgoing.Body.Content content
            && heardThen(turn, row, outgoing.submission().orElseThrow())
            && Spent.takes(turn, "again " + content.message(), MOST_TIMES)
            && Spent.takes(turn, "again " + row.talk() + " " + hour(turn), MOST_AN_HOUR);
    if (free) {
      Spent.remember(turn, HONOURED + wanted.hex());
      turn.outgoing(n -> {
        Spent.remember(turn, BEFORE + n, wanted.bytes().toArray());
        return new Outgoing(n, row.talk(), body, Optional.empty(), -1);
      });
    }
  }

  /// Which submission an outgoing message is said again for.
  static Optional<byte[]> before(Turn turn, Outgoing outgoing) {
    return Spent.find(turn, BEFORE + outgoing.seq());
  }

  /// Whether all who would hear it now were members when it was said: a resend is no way for
  /// somebody who came later to learn what was said before.
  private static boolean heardThen(Turn turn, GroupRow row, Submission said) {
    if (turn.talk(row.talk()).other().isPresent()) {
      return true; // the same two accounts always
    }
    long grown = Spent.find(turn, grown(row.id())).map(Resends::number).orElse(0L);
    return said.group().hex().equals(row.id()) && Long.compareUnsigned(said.epoch(), grown) >= 0;
  }

  /// Somebody who was no member before is one from this epoch on.
  static void grew(Turn turn, Group group) {
    byte[] epoch = new Writer().uint64(group.epoch()).toBytes();
    Spent.keep(turn, grown(group.groupId().toString()), epoch);
  }

  static String grown(String group) {
    return "grown " + group;
  }

  private static long hour(Turn turn) {
    return turn.now().getEpochSecond() / 3600;
  }

  private static long number(byte[] stored) {
    try {
      return new Reader(stored).uint64();
    } catch (MlsException e) {
      throw new IllegalStateException("A stored number cannot be read.", e);
    }
  }
}
