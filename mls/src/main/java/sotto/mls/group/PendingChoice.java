package sotto.mls.group;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sotto.mls.codec.MlsException;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.Sender;
import sotto.mls.tree.LeafIndex;

/// Which proposals a committer takes. RFC 9420 §12.4: it "SHOULD include all proposals that it has
/// received during the current epoch that are valid ... as long as this results in a valid proposal
/// list."
record PendingChoice(
    Settings settings,
    EpochState epoch,
    MessageState messages,
    CommitRequest request,
    Instant now,
    Set<Object> verified) {

  ProposalList chosen(Sender me) throws MlsException {
    List<ProposalList.Entry> asked = new ArrayList<>();
    for (Proposal proposal : request.proposals()) {
      asked.add(ProposalList.Entry.byValue(proposal, me));
    }
    if (request.references().isPresent()) {
      List<ProposalList.Entry> entries = new ArrayList<>();
      for (ProposalRef reference : request.references().get()) {
        PendingProposal pending = messages.proposals().get(reference);
        if (pending == null) {
          throw new MlsException("There is no received proposal " + reference + ".");
        }
        entries.add(ProposalList.Entry.pending(reference, pending));
      }
      entries.addAll(asked);
      return new ProposalList(entries);
    }
    asked.removeIf(
        entry -> entry.proposal() instanceof Proposal.Remove(LeafIndex leaf) && isLeaving(leaf));
    return withAllThatFit(asked, me);
  }

  // draft-ietf-mls-extensions: "If there is a pending SelfRemove proposal for a specific leaf node
  // and a pending Remove proposal for the same leaf node, the Remove proposal is invalid."
  private boolean isLeaving(LeafIndex leaf) {
    return messages.proposals().values().stream()
        .anyMatch(pending ->
            pending.proposal() instanceof Proposal.SelfRemove
                && pending.sender() instanceof Sender.Member(LeafIndex sender)
                && sender.equals(leaf));
  }

  /// RFC 9420 §12.2: of several for one leaf the committer "SHOULD prefer any Remove received, or
  /// the most recent Update"; so removals are tried first and the newest before the older.
  private ProposalList withAllThatFit(List<ProposalList.Entry> asked, Sender me) {
    List<ProposalList.Entry> candidates = new ArrayList<>();
    for (Map.Entry<ProposalRef, PendingProposal> entry : messages.proposals().entrySet()) {
      candidates.add(ProposalList.Entry.pending(entry.getKey(), entry.getValue()));
    }
    List<ProposalList.Entry> byPreference = new ArrayList<>(candidates.reversed());
    byPreference.removeIf(candidate -> !isValid(candidate));
    byPreference.sort((a, b) -> Integer.compare(rank(a.proposal()), rank(b.proposal())));
    List<ProposalList.Entry> taken = new ArrayList<>(asked);
    take(byPreference, taken, me);
    Set<ProposalList.Entry> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    chosen.addAll(taken);
    List<ProposalList.Entry> inOrder = new ArrayList<>(candidates);
    inOrder.removeIf(candidate -> !chosen.contains(candidate));
    inOrder.addAll(asked);
    return new ProposalList(inOrder);
  }

  /// Takes all of them, or what fits of one half and then of the other: with a few that do not fit
  /// among many that do, the list is tried some times and not once for each.
  private void take(List<ProposalList.Entry> some, List<ProposalList.Entry> taken, Sender me) {
    List<ProposalList.Entry> all = new ArrayList<>(taken);
    all.addAll(some);
    if (some.isEmpty() || fits(new ProposalList(all), me)) {
      taken.addAll(some);
    } else if (some.size() > 1) {
      take(some.subList(0, some.size() / 2), taken, me);
      take(some.subList(some.size() / 2, some.size()), taken, me);
    }
  }

  /// Whether what it brings is valid by itself; that is verified once.
  private boolean isValid(ProposalList.Entry candidate) {
    try {
      switch (candidate.proposal()) {
        case Proposal.Add(var keyPackage) -> effects().checkAdd(keyPackage);
        case Proposal.Update(var leaf) ->
            effects().checkUpdate(ProposalList.memberOf(candidate), leaf);
        case Proposal _ -> {}
      }
      return true;
    } catch (MlsException e) {
      return false;
    }
  }

  private ProposalEffects effects() {
    return new ProposalEffects(settings, epoch, now, LeafValidation.Use.SENT, verified);
  }

  private static int rank(Proposal proposal) {
    return switch (proposal) {
      case Proposal.SelfRemove _ -> 0;
      case Proposal.Remove _ -> 1;
      case Proposal.ReInit _ -> 3;
      case Proposal _ -> 2;
    };
  }

  private boolean fits(ProposalList list, Sender me) {
    try {
      list.check(me, ProposalList.Setting.ORDINARY);
      Applied applied = effects().applied(list);
      GroupValidation.check(applied.tree().census(), applied.extensions());
      PskLookup.find(list.psks(), settings, epoch);
      return true;
    } catch (MlsException e) {
      // The proposal does not go with the others, so it is left for a later Commit.
      return false;
    }
  }
}
