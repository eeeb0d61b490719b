package sotto.client.engine;

import java.util.Arrays;
import java.util.Optional;
import sotto.client.engine.Link.Waiting;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Refusal;
import sotto.protocol.frame.ServerFrame.BlobProgress;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// Sealed trees on their way to the server, each before the Commit whose Welcome names it.
final class Uploads {
  private Uploads() {}

  /// Whether the group's Commit has to wait for its tree.
  static boolean awaited(Turn turn, String group) {
    return turn.state().outbox().values().stream()
        .anyMatch(row ->
            row.body() instanceof Outgoing.Body.Upload upload && upload.group().equals(group));
  }

  /// Says how far the blob is, or sends it from there.
  ///
  /// @return whether it holds up nothing now
  static boolean advance(Turn turn, Outgoing row, Outgoing.Body.Upload upload) {
    boolean wanted =
        turn.state()
            .groups()
            .find(upload.group())
            .flatMap(GroupRow::staged)
            .filter(staged -> staged.outgoing() == row.seq() + 1)
            .isPresent();
    if (wanted) {
      send(turn, row, upload, 0);
    } else {
      turn.dropOutgoing(row.seq()); // its Commit came to nothing
    }
    return true;
  }

  private static void send(Turn turn, Outgoing row, Outgoing.Body.Upload upload, int from) {
    int to = Math.min(upload.sealed().length, from + Limits.MAX_BLOB_CHUNK);
    Bytes chunk = Bytes.wrap(Arrays.copyOfRange(upload.sealed(), from, to));
    turn.send(
        new ClientFrame.PutBlob(upload.blob(), upload.sealed().length, from, chunk),
        new Waiting.ForUpload(row.seq(), from));
  }

  static void progressed(Turn turn, Waiting.ForUpload question, BlobProgress progress) {
    Optional<Outgoing> row = turn.state().outbox().find(question.outgoing());
    if (row.isEmpty() || !(row.get().body() instanceof Outgoing.Body.Upload upload)) {
      return; // withdrawn meanwhile
    }
    long size = upload.sealed().length;
    if (progress.stored() == size) {
      turn.dropOutgoing(row.get().seq());
    } else if (progress.stored() > question.from() && progress.stored() < size) {
      send(turn, row.get(), upload, (int) progress.stored());
    } else {
      Verdicts.postponed(turn); // it says that it took nothing: later, then
    }
  }

  /// The server does not take the tree: then its Commit cannot go either.
  static void refused(Turn turn, Waiting.ForUpload question, Refusal refusal) {
    Optional<Outgoing> row = turn.state().outbox().find(question.outgoing());
    if (row.isPresent() && row.get().body() instanceof Outgoing.Body.Upload upload) {
      turn.dropOutgoing(row.get().seq());
      Verdicts.refused(turn, turn.state().groups().find(upload.group()), refusal);
    }
  }
}
