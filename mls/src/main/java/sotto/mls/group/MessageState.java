package sotto.mls.group;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import sotto.mls.crypto.Secret;
import sotto.mls.message.ProposalRef;
import sotto.mls.schedule.ExporterTree;
import sotto.mls.schedule.SecretTree;

/// What changes within an epoch: the ratchets, what was exported, the proposals that wait, and the
/// past epochs that are still read.
///
/// @param removed whether a Commit removed this client: what comes late is still read
/// @param inOlderRows whether what is stored of it are rows of an older version, which its first
///   change writes anew
record MessageState(
    SecretTree secretTree,
    ExporterTree exporterTree,
    SequencedMap<ProposalRef, PendingProposal> proposals,
    SentMessages sent,
    List<PastEpoch> past,
    boolean removed,
    boolean inOlderRows) {

  private static final SequencedMap<ProposalRef, PendingProposal> NONE =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  MessageState {
    proposals =
        proposals.isEmpty()
            ? NONE
            : Collections.unmodifiableSequencedMap(new LinkedHashMap<>(proposals));
    past = List.copyOf(past);
  }

  static MessageState fresh(
      SecretTree secretTree, ExporterTree exporterTree, List<PastEpoch> past) {
    return new MessageState(secretTree, exporterTree, NONE, SentMessages.NONE, past, false, false);
  }

  MessageState with(SecretTree ratchets) {
    return new MessageState(ratchets, exporterTree, proposals, sent, past, removed, false);
  }

  MessageState with(ExporterTree exports) {
    return new MessageState(secretTree, exports, proposals, sent, past, removed, false);
  }

  MessageState with(ProposalRef reference, PendingProposal proposal) {
    SequencedMap<ProposalRef, PendingProposal> more = new LinkedHashMap<>(proposals);
    more.put(reference, proposal);
    return new MessageState(secretTree, exporterTree, more, sent, past, removed, false);
  }

  MessageState with(SentMessages more) {
    return new MessageState(secretTree, exporterTree, proposals, more, past, removed, false);
  }

  MessageState withRemoval() {
    return new MessageState(secretTree, exporterTree, proposals, sent, past, true, false);
  }

  MessageState with(PastEpoch changed) {
    return new MessageState(
        secretTree,
        exporterTree,
        proposals,
        sent,
        past.stream().map(epoch -> epoch.number() == changed.number() ? changed : epoch).toList(),
        removed,
        false);
  }

  /// The proposals as the application sees them.
  Map<ProposalRef, CommitSummary.Proposed> waiting() {
    Map<ProposalRef, CommitSummary.Proposed> waiting = new LinkedHashMap<>();
    proposals.forEach((reference, pending) ->
        waiting.put(reference, new CommitSummary.Proposed(pending.proposal(), pending.sender())));
    return waiting;
  }

  List<Secret> secrets() {
    List<Secret> secrets = new ArrayList<>(secretTree.secrets());
    secrets.addAll(exporterTree.secrets());
    for (Map.Entry<ProposalRef, PendingProposal> entry : proposals.entrySet()) {
      entry.getValue().own().ifPresent(own -> secrets.add(own.leafKey().privateKey()));
    }
    past.forEach(epoch -> secrets.addAll(epoch.secrets()));
    return secrets;
  }
}
