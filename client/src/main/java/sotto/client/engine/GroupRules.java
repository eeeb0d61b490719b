package sotto.client.engine;

import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sotto.mls.codec.MlsException;
import sotto.mls.group.CommitSummary;
import sotto.mls.group.Group;
import sotto.mls.group.Member;
import sotto.mls.message.GroupContext;
import sotto.mls.message.Proposal;
import sotto.mls.message.Sender;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafNodeSource;
import sotto.protocol.group.ConversationData;
import sotto.protocol.group.ExtensionTypes;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.limits.Limits;

/// Rules 17 and 24: what a Commit may do, asked in the same way by its maker before it leaves and
/// by everybody else before it takes effect.
final class GroupRules {
  private GroupRules() {}

  static ConversationData data(GroupContext context) throws MlsException {
    Optional<byte[]> extension =
        context.extensions().find(ExtensionTypes.CONVERSATION).map(e -> e.data());
    if (extension.isEmpty()) {
      throw new MlsException("A group says nothing of the conversation that it belongs to.");
    }
    return ConversationData.decode(extension.get());
  }

  /// Of a group that passed these rules before.
  static ConversationData data(Group group) {
    try {
      return data(group.context());
    } catch (MlsException e) {
      throw new IllegalStateException("A group lost its conversation.", e);
    }
  }

  /// Refuses what the rules forbid.
  static void check(Group before, CommitSummary summary, Predicate<Member> unlisted)
      throws MlsException {
    if (!(summary.committer() instanceof Sender.Member committer)) {
      throw new MlsException("A Commit is not by a member.");
    }
    Member by =
        before
            .member(committer.leaf())
            .orElseThrow(() -> new MlsException("A Commit is by no member."));
    Address address = Identities.address(by);
    proposals(summary);
    // Rules 16: "At most 64 adds a Commit."
    if (summary.added().size() > Limits.MAX_ADDS_PER_COMMIT) {
      throw new MlsException("A Commit adds more clients than one may.");
    }
    keys(summary);
    ConversationData was = data(summary.before());
    ConversationData is = data(summary.after());
    boolean may = isAdministrator(before, was, by);
    context(summary, was, is, may);
    members(before, summary, was, address, may, unlisted);
  }

  /// When no administrator is left, the member on the lowest leaf counts as one.
  static boolean isAdministrator(Group group, ConversationData data, Member member) {
    if (data.isAdministrator(Identities.address(member))) {
      return true;
    }
    boolean any =
        group.members().stream().anyMatch(m -> data.isAdministrator(Identities.address(m)));
    return !any && group.members().getFirst().index().equals(member.index());
  }

  /// Whether the member could add others when it sent its Welcome. Of the others, those whose leaf
  /// is as their KeyPackage said may have come with that Welcome, an administrator among them: they
  /// do not count. The inviter's own may be so, too: its Commit had no path.
  static boolean couldInvite(Group group, ConversationData data, Member inviter) {
    if (data.isAdministrator(Identities.address(inviter))) {
      return true;
    }
    List<Member> earlier =
        group.members().stream()
            .filter(m ->
                m.index().equals(inviter.index())
                    || !(m.leaf().source() instanceof LeafNodeSource.KeyPackage))
            .toList();
    return earlier.stream().noneMatch(m -> data.isAdministrator(Identities.address(m)))
        && earlier.getFirst().index().equals(inviter.index());
  }

  /// Rules 17: "No Updates by reference, external senders, external_pub, ReInit or PSK".
  private static void proposals(CommitSummary summary) throws MlsException {
    for (CommitSummary.Proposed proposed : summary.proposals()) {
      boolean known =
          proposed.proposal() instanceof Proposal.Add
              || proposed.proposal() instanceof Proposal.Remove
              || proposed.proposal() instanceof Proposal.GroupContextExtensions;
      if (!known) {
        throw new MlsException("A Commit holds a proposal that conversations do not use.");
      }
      boolean sameSender = proposed.sender().equals(summary.committer());
      if (!sameSender && !isLeaving(proposed)) {
        throw new MlsException("A Commit brings in another member's proposal.");
      }
    }
  }

  static boolean isLeaving(CommitSummary.Proposed proposed) {
    return proposed.proposal() instanceof Proposal.Remove remove
        && proposed.sender() instanceof Sender.Member leaver
        && leaver.leaf().equals(remove.removed());
  }

  /// Rules 3: "a Commit or Update that changes a leaf's credential or signature key is refused".
  private static void keys(CommitSummary summary) throws MlsException {
    for (CommitSummary.Replaced replaced : summary.updated()) {
      boolean same =
          MessageDigest.isEqual(replaced.before().signatureKey(), replaced.after().signatureKey())
              && replaced.before().credential().equals(replaced.after().credential());
      if (!same) {
        throw new MlsException("A Commit changes a member's identity.");
      }
    }
  }

  private static void context(
      CommitSummary summary, ConversationData was, ConversationData is, boolean may)
      throws MlsException {
    Extensions others = summary.before().extensions().without(ExtensionTypes.CONVERSATION);
    if (!others.equals(summary.after().extensions().without(ExtensionTypes.CONVERSATION))) {
      throw new MlsException("A Commit changes what a conversation requires of its members.");
    }
    if (was.equals(is)) {
      return;
    }
    boolean onlyNamed =
        was.id().equals(is.id())
            && was.kind() == is.kind()
            && was.predecessor().equals(is.predecessor());
    if (!onlyNamed || !may || was.kind() == ConversationData.Kind.DIRECT) {
      throw new MlsException("A Commit changes the conversation, which its sender may not.");
    }
  }

  private static void members(
      Group before,
      CommitSummary summary,
      ConversationData data,
      Address by,
      boolean may,
      Predicate<Member> unlisted)
      throws MlsException {
    Set<ClientAddress> returning = new HashSet<>();
    Set<ClientAddress> removed = clients(summary.removed());
    for (ClientAddress added : clients(summary.added())) {
      if (removed.contains(added)) {
        sameKeys(added, summary);
        returning.add(added);
      }
    }
    List<Address> present = Identities.accounts(before);
    for (Member added : summary.added()) {
      ClientAddress who = Identities.who(added);
      boolean free = returning.contains(who) || who.address().equals(by);
      boolean founding = summary.before().epoch() == 0 && present.size() == 1;
      if (!free && !founding && (!may || data.kind() == ConversationData.Kind.DIRECT)) {
        throw new MlsException("A Commit adds somebody whom its sender may not add.");
      }
    }
    Set<ClientAddress> leaving = new HashSet<>();
    for (CommitSummary.Proposed proposed : summary.proposals()) {
      if (isLeaving(proposed)) {
        before
            .member(((Proposal.Remove) proposed.proposal()).removed())
            .ifPresent(member -> leaving.add(Identities.who(member)));
      }
    }
    for (Member removal : summary.removed()) {
      ClientAddress gone = Identities.who(removal);
      boolean free =
          returning.contains(gone)
              || leaving.contains(gone)
              || gone.address().equals(by)
              || unlisted.test(removal);
      if (!free && (!may || data.kind() == ConversationData.Kind.DIRECT)) {
        throw new MlsException("A Commit removes somebody whom its sender may not remove.");
      }
    }
  }

  /// Rules 3 and 20: a client keeps its credential and signature key for life, so also when it
  /// rejoins.
  private static void sameKeys(ClientAddress who, CommitSummary summary) throws MlsException {
    Member before = one(summary.removed(), who);
    Member after = one(summary.added(), who);
    boolean same =
        MessageDigest.isEqual(before.signatureKey(), after.signatureKey())
            && before.credential().equals(after.credential());
    if (!same) {
      throw new MlsException("A Commit lets a client back in with another key.");
    }
  }

  private static Member one(List<Member> members, ClientAddress who) throws MlsException {
    List<Member> found =
        members.stream().filter(member -> Identities.who(member).equals(who)).toList();
    if (found.size() != 1) {
      throw new MlsException("A Commit removes or adds a client twice.");
    }
    return found.getFirst();
  }

  private static Set<ClientAddress> clients(List<Member> members) {
    Set<ClientAddress> clients = new HashSet<>();
    members.forEach(member -> clients.add(Identities.who(member)));
    return clients;
  }
}
