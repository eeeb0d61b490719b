package sotto.mls.group;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sotto.mls.codec.MlsException;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.Sender;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;

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

  private static final int LAST_REMOVAL = 1;

  ProposalList chosen(Sender me) throws MlsException {
    List<ProposalList.Entry> asked = asked(me);
    if (request.references().isPresent()) {
      List<ProposalList.Entry> entries = new ArrayList<>();
      for (ProposalRef reference : request.references().get()) {
        PendingProposal pending = messages.proposals().get(reference);
        if (pending == null) {
          throw new MlsException("There is no received proposal " + reference + ".");
        }
        entries.add(entry(reference, pending, me));
      }
      entries.addAll(asked);
      return new ProposalList(entries);
    }
    return withAllAsked(asked, me);
  }

  ProposalList withoutWaiting(Sender me) {
    return new ProposalList(asked(me));
  }

  private List<ProposalList.Entry> asked(Sender me) {
    List<ProposalList.Entry> asked = new ArrayList<>();
    for (Proposal proposal : request.proposals()) {
      asked.add(ProposalList.Entry.byValue(proposal, me));
    }
    return asked;
  }

  /// By value what this client proposed itself: then nobody needs to have received it before.
  private static ProposalList.Entry entry(
      ProposalRef reference, PendingProposal pending, Sender me) {
    boolean onlyByReference =
        pending.proposal() instanceof Proposal.Update
            || pending.proposal() instanceof Proposal.SelfRemove;
    return pending.sender().equals(me) && !onlyByReference
        ? ProposalList.Entry.byValue(pending.proposal(), me)
        : ProposalList.Entry.pending(reference, pending);
  }

  /// What was asked for is in the list, whatever waits; a SelfRemove stands for the Remove of its
  /// leaf only where it is in the list itself.
  private ProposalList withAllAsked(List<ProposalList.Entry> asked, Sender me) {
    // draft-ietf-mls-extensions: "If there is a pending SelfRemove proposal for a specific leaf
    // node and a pending Remove proposal for the same leaf node, the Remove proposal is invalid."
    Set<LeafIndex> leaving = new HashSet<>();
    messages
        .proposals()
        .values()
        .forEach(pending -> leaver(pending.proposal(), pending.sender()).ifPresent(leaving::add));
    while (true) {
      List<ProposalList.Entry> kept = new ArrayList<>();
      Set<LeafIndex> replaced = new HashSet<>();
      for (ProposalList.Entry entry : asked) {
        if (entry.proposal() instanceof Proposal.Remove(LeafIndex leaf) && leaving.contains(leaf)) {
          replaced.add(leaf);
        } else {
          kept.add(entry);
        }
      }
      ProposalList list = withAllThatFit(kept, me);
      Set<LeafIndex> gone = new HashSet<>();
      list.entries()
          .forEach(entry -> leaver(entry.proposal(), entry.sender()).ifPresent(gone::add));
      if (gone.containsAll(replaced)) {
        return list;
      }
      leaving.retainAll(gone);
    }
  }

  private static Optional<LeafIndex> leaver(Proposal proposal, Sender sender) {
    return proposal instanceof Proposal.SelfRemove
            && sender instanceof Sender.Member(LeafIndex leaf)
        ? Optional.of(leaf)
        : Optional.empty();
  }

  /// RFC 9420 §12.2: of several for one leaf the committer "SHOULD prefer any Remove received, or
  /// the most recent Update"; so removals are tried first and the newest before the older.
  private ProposalList withAllThatFit(List<ProposalList.Entry> asked, Sender me) {
    List<ProposalList.Entry> candidates = new ArrayList<>();
    for (var waiting : new WaitingProposals(messages, settings.bounds()).candidates()) {
      candidates.add(entry(waiting.getKey(), waiting.getValue(), me));
    }
    List<ProposalList.Entry> byPreference = new ArrayList<>(candidates.reversed());
    // Whether all members and newcomers know a key, only the application can tell.
    byPreference.removeIf(candidate -> candidate.proposal() instanceof Proposal.PreSharedKey);
    byPreference.removeIf(candidate -> !isValid(candidate));
    dropWhoGoes(byPreference, asked);
    byPreference.sort((a, b) -> Integer.compare(rank(a.proposal()), rank(b.proposal())));
    List<ProposalList.Entry> taken = new ArrayList<>(asked);
    Set<Object> places = new HashSet<>();
    asked.forEach(entry -> place(entry).ifPresent(places::add));
    List<ProposalList.Entry> removals = new ArrayList<>(byPreference);
    removals.removeIf(candidate -> rank(candidate.proposal()) > LAST_REMOVAL);
    take(removals, taken, places, me);
    byPreference.removeIf(candidate -> rank(candidate.proposal()) <= LAST_REMOVAL);
    dropWhoGoes(byPreference, taken);
    dropStrangers(byPreference, taken);
    Set<Object> seen = new HashSet<>();
    List<ProposalList.Entry> second = new ArrayList<>();
    byPreference.removeIf(candidate -> {
      boolean again = place(candidate).filter(at -> !seen.add(at)).isPresent();
      return again && second.add(candidate);
    });
    take(byPreference, taken, places, me);
    take(second, taken, places, me);
    Set<ProposalList.Entry> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    chosen.addAll(taken);
    List<ProposalList.Entry> inOrder = new ArrayList<>(candidates);
    inOrder.removeIf(candidate -> !chosen.contains(candidate));
    inOrder.addAll(asked);
    return new ProposalList(inOrder);
  }

  /// Leaves out what is proposed by those who are removed, but for their own leaving: it could add
  /// them again by the Commit that removes them, or close the group.
  private void dropWhoGoes(List<ProposalList.Entry> candidates, List<ProposalList.Entry> taken) {
    Set<LeafIndex> removed = new HashSet<>();
    for (ProposalList.Entry entry : taken) {
      leaver(entry.proposal(), entry.sender()).ifPresent(removed::add);
      if (entry.proposal() instanceof Proposal.Remove(LeafIndex leaf)) {
        removed.add(leaf);
      }
    }
    List<LeafNode> leaves =
        removed.stream().map(epoch.tree()::leaf).flatMap(Optional::stream).toList();
    candidates.removeIf(candidate ->
        !(candidate.proposal() instanceof Proposal.SelfRemove)
            && switch (candidate.sender()) {
              case Sender.Member(LeafIndex leaf) -> removed.contains(leaf);
              case Sender.NewMemberProposal _ ->
                  candidate.proposal() instanceof Proposal.Add(var keyPackage)
                      && leaves.stream()
                          .anyMatch(leaf ->
                              settings.authentication().isSameMember(leaf, keyPackage.leafNode()));
              case Sender.External _, Sender.NewMemberCommit _ -> false;
            });
  }

  /// Leaves out whom the members that stay, or the group's extensions, do not go with; unless these
  /// may change.
  private void dropStrangers(List<ProposalList.Entry> candidates, List<ProposalList.Entry> taken) {
    boolean settled =
        Stream.concat(candidates.stream(), taken.stream())
            .noneMatch(entry -> entry.proposal() instanceof Proposal.GroupContextExtensions);
    boolean adds = candidates.stream().anyMatch(entry -> entry.proposal() instanceof Proposal.Add);
    if (adds && settled) {
      try {
        Applied so = effects().applied(new ProposalList(taken));
        candidates.removeIf(candidate ->
            candidate.proposal() instanceof Proposal.Add(var keyPackage)
                && !goesWith(so, keyPackage.leafNode()));
      } catch (MlsException e) {
        // What was asked for does not fit by itself, which is said when it is committed.
        candidates.clear();
      }
    }
  }

  private static boolean goesWith(Applied others, LeafNode leaf) {
    try {
      GroupValidation.check(others.tree().add(leaf).tree().census(), others.extensions());
      return true;
    } catch (MlsException e) {
      return false;
    }
  }

  /// Takes all of them, or what fits of one half and then of the other: with a few that do not fit
  /// among many that do, the list is tried some times and not once for each.
  private void take(
      List<ProposalList.Entry> some,
      List<ProposalList.Entry> taken,
      Set<Object> places,
      Sender me) {
    List<ProposalList.Entry> open = new ArrayList<>(some);
    open.removeIf(candidate -> place(candidate).filter(places::contains).isPresent());
    List<ProposalList.Entry> all = new ArrayList<>(taken);
    all.addAll(open);
    if (open.isEmpty() || fits(new ProposalList(all), me)) {
      taken.addAll(open);
      open.forEach(candidate -> place(candidate).ifPresent(places::add));
    } else if (open.size() > 1) {
      int half = open.size() / 2;
      take(open.subList(0, half), taken, places, me);
      take(open.subList(half, open.size()), taken, places, me);
    }
  }

  /// What only one proposal of a list may be about: a leaf, a client. Once one is taken, the others
  /// need not be tried with everything else.
  private static Optional<Object> place(ProposalList.Entry candidate) {
    return switch (candidate.proposal()) {
      case Proposal.Add(var keyPackage) ->
          Optional.of(ByteBuffer.wrap(keyPackage.leafNode().signatureKey()));
      case Proposal.Remove(LeafIndex leaf) -> Optional.of(leaf);
      case Proposal.Update _, Proposal.SelfRemove _ ->
          candidate.sender() instanceof Sender.Member(LeafIndex leaf)
              ? Optional.of(leaf)
              : Optional.empty();
      case Proposal _ -> Optional.empty();
    };
  }

  /// Whether what it brings is valid by itself, also for who adds it; that is verified once.
  private boolean isValid(ProposalList.Entry candidate) {
    try {
      switch (candidate.proposal()) {
        case Proposal.Add(var keyPackage) -> {
          effects().checkAdd(keyPackage);
          new LeafValidation(settings, epoch.crypto()).checkSupports(keyPackage.leafNode());
        }
        case Proposal.Update(var leaf) ->
            effects().checkUpdate(ProposalList.memberOf(candidate), leaf);
        case Proposal.ReInit reinit -> Succession.checkFoundable(reinit, epoch, settings);
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
