package sotto.mls.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sotto.mls.codec.MlsException;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.Sender;

/// How many proposals wait for a Commit.
///
/// Each sender has room of its own, and a client sends no more than that: so no order in which the
/// messages of several senders come makes one member keep what another drops, and a Commit that
/// names it can be followed by all. Those who are no members yet have the room of one together.
record WaitingProposals(MessageState messages, Bounds bounds) {

  /// Of one sender, and in one Commit of those that were not asked for.
  private static final int MOST_BYTES = 16 << 20;

  /// @throws MlsException when one more does not go with what waits of its sender
  void checkRoom(PendingProposal one) throws MlsException {
    int count = 1;
    long bytes = one.bytes();
    for (PendingProposal waiting : messages.proposals().values()) {
      if (waiting.sender().equals(one.sender())) {
        count++;
        bytes += waiting.bytes();
      }
    }
    if (count > bounds.maxProposals() || bytes > MOST_BYTES) {
      throw new MlsException("Too many proposals of one sender wait for a Commit.");
    }
  }

  private record Turn(int turn, Map.Entry<ProposalRef, PendingProposal> proposal) {}

  /// Those among which a Commit chooses: all of them, or of very many the newest of every sender,
  /// then the newest but one, and so on.
  List<Map.Entry<ProposalRef, PendingProposal>> candidates() {
    List<Map.Entry<ProposalRef, PendingProposal>> all =
        new ArrayList<>(messages.proposals().entrySet());
    Map<Sender, Integer> turns = new HashMap<>();
    List<Turn> inTurn = new ArrayList<>();
    for (var waiting : all.reversed()) {
      inTurn.add(new Turn(turns.merge(waiting.getValue().sender(), 1, Integer::sum), waiting));
    }
    inTurn.sort(Comparator.comparingInt(Turn::turn));
    Set<ProposalRef> within = new HashSet<>();
    long bytes = 0;
    for (Turn next : inTurn) {
      int more = next.proposal().getValue().bytes();
      if (within.size() < bounds.maxProposals() && bytes + more <= MOST_BYTES) {
        bytes += more;
        within.add(next.proposal().getKey());
      }
    }
    all.removeIf(waiting -> !within.contains(waiting.getKey()));
    return all;
  }
}
