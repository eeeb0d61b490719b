package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProtocolVersion;
import sotto.mls.message.PskSource;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafNode;
import sotto.mls.treekem.RatchetTree;

/// Groups that follow another one (RFC 9420 §11.2, §11.3).
///
/// @param service says who is the same in both
record Succession(AuthenticationService service) {

  /// The first Commit of the group that a ReInit announced (RFC 9420 §11.2).
  static Committed reinitialise(
      Group old, Identity me, List<KeyPackage> others, Instant now, RandomGenerator random)
      throws MlsException {
    allGiven("me others now random", me, others, now, random);
    Proposal.ReInit wanted =
        old.reinit().orElseThrow(() -> new IllegalStateException("No ReInit was committed here."));
    GroupParameters parameters = parameters(wanted, old.state());
    return old.uses()
        .once(
            wanted.groupId(),
            () -> found(old, PskSource.Usage.REINIT, me, parameters, others, now, random));
  }

  /// RFC 9420 §12.4.1: "If a ReInit proposal was part of the Commit, the committer MUST create a
  /// new group with the parameters specified in the ReInit proposal, and with the same members as
  /// the original group." Who could not, or would leave somebody behind, does not close this one.
  ///
  /// That is not asked of what others commit: for RFC 9420 §12.1.5 only an older version is not
  /// valid, and some members may be able to follow.
  static void checkFoundable(Proposal.ReInit wanted, EpochState old, Settings settings)
      throws MlsException {
    GroupParameters parameters = parameters(wanted, old);
    new LeafValidation(settings, new SuiteCrypto(parameters.suite(), settings.crypto()))
        .checkSenders(Extensions.NONE, parameters.extensions());
    GroupValidation.check(old.tree().census(), parameters.extensions());
  }

  private static GroupParameters parameters(Proposal.ReInit wanted, EpochState old)
      throws MlsException {
    if (wanted.version() != ProtocolVersion.MLS10) {
      throw new MlsException(
          "A ReInit asks for version %d, which this client does not have."
              .formatted(wanted.version()));
    }
    CipherSuite suite =
        CipherSuite.of(wanted.cipherSuite())
            .orElseThrow(() -> new MlsException("A ReInit asks for an unknown cipher suite."));
    if (wanted.groupId().equals(old.context().groupId())) {
      throw new MlsException("A ReInit asks for the id of its own group; take another one.");
    }
    try {
      return new GroupParameters(wanted.groupId(), suite, wanted.extensions());
    } catch (IllegalArgumentException e) {
      throw new MlsException("A ReInit asks for extensions that no group has.", e);
    }
  }

  /// The first Commit of a group of some members (RFC 9420 §11.3).
  static Committed branch(
      Group old,
      Identity me,
      GroupParameters parameters,
      List<KeyPackage> others,
      Instant now,
      RandomGenerator random)
      throws MlsException {
    allGiven("me parameters others now random", me, parameters, others, now, random);
    if (old.reinit().isPresent()) {
      throw new IllegalStateException(
          "The group was closed by a ReInit; only what that announced follows it.");
    }
    // RFC 9420 does not say it of a founder; whoever is invited MUST refuse such a group (§12.4.3).
    if (parameters.groupId().equals(old.groupId())) {
      throw new IllegalArgumentException("A branch has an id of its own, and not its group's.");
    }
    return old.uses()
        .once(
            parameters.groupId(),
            () -> found(old, PskSource.Usage.BRANCH, me, parameters, others, now, random));
  }

  /// The first Commit of a group that follows `old` (RFC 9420 §11.2, §11.3).
  private static Committed found(
      Group old,
      PskSource.Usage usage,
      Identity me,
      GroupParameters parameters,
      List<KeyPackage> others,
      Instant now,
      RandomGenerator random)
      throws MlsException {
    PskSource source = new PskSource.Resumption(usage, old.groupId(), old.epoch());
    Secret psk = old.state().secrets().resumptionPsk();
    PreSharedKeys keys = old.settings().preSharedKeys();
    Settings withPsk =
        old.settings()
            .withPreSharedKeys(asked -> asked.equals(source) ? Optional.of(psk) : keys.find(asked));
    PreSharedKeyId id = PreSharedKeyId.fresh(source, parameters.suite(), random);
    CommitRequest first =
        CommitRequest.update()
            .add(others.toArray(KeyPackage[]::new))
            .with(new Proposal.PreSharedKey(id));
    Group founded = Creation.found(withPsk, me, parameters, now, random);
    Committed committed =
        CommitWriter.commit(founded, first, ProposalList.Setting.SUCCESSION, now, random);
    Group next = committed.pending().next();
    new Succession(old.settings().authentication())
        .check(usage, Followed.of(old.state()), next.context(), next.state().tree());
    return new Committed(
        committed.group().with(old.settings()),
        committed.message(),
        committed.welcome(),
        committed.pending().with(old.settings()),
        committed.summary(),
        committed.consumed());
  }

  /// RFC 9420 §12.4.3.1, the last step: what a newcomer checks when a Welcome names a predecessor.
  /// A group that this client was no member of cannot be checked; then the PSK is not known either.
  void checkEntry(
      List<PreSharedKeyId> psks, GroupInfo info, RatchetTree tree, Optional<Group> predecessor)
      throws MlsException {
    boolean follows = false;
    for (PreSharedKeyId id : psks) {
      if (id.source() instanceof PskSource.Resumption(var usage, GroupId groupId, long epoch)
          && usage != PskSource.Usage.APPLICATION) {
        follows = true;
        // "verify that the epoch field in the GroupInfo is equal to 1."
        if (info.groupContext().epoch() != 1) {
          throw new MlsException("A group that follows another begins with another epoch than 1.");
        }
        if (predecessor.isPresent()) {
          if (usage == PskSource.Usage.BRANCH) {
            checkNotAnnounced(info.groupContext().groupId(), epoch, predecessor.get());
          }
          check(usage, Followed.of(predecessor.get(), groupId, epoch), info.groupContext(), tree);
        }
      }
    }
    // RFC 9420 §11.2: "The Welcome message MUST specify a PreSharedKeyID of type resumption with
    // usage reinit"; §11.3 says the same of a branch.
    if (predecessor.isPresent() && !follows) {
      throw new MlsException("A Welcome does not say that it follows another group.");
    }
    // "Verify that the group_id is unique among the groups that the client is currently
    // participating in": of the one that is at hand; the others are the application's.
    if (predecessor.isPresent()
        && predecessor.get().groupId().equals(info.groupContext().groupId())) {
      throw new MlsException("A Welcome gives a group the id of the one that it follows.");
    }
  }

  /// A branch has not to keep to what the ReInit says, nor to have all the members.
  private static void checkNotAnnounced(GroupId branch, long epoch, Group closed)
      throws MlsException {
    // RFC 9420 §12.4.2: "Instead, it MUST wait for a Welcome message from the committer meeting the
    // requirements of"
    boolean standsIn =
        closed
            .reinit()
            .map(wanted -> wanted.groupId().equals(branch) || epoch == closed.epoch())
            .orElse(false);
    if (standsIn) {
      throw new MlsException("A branch stands in for the group that a ReInit announced.");
    }
  }

  /// What the epoch that a group follows says about that group.
  private record Followed(int suite, RatchetTree tree, Optional<Proposal.ReInit> reinit) {

    static Followed of(EpochState epoch) {
      return new Followed(epoch.context().cipherSuite(), epoch.tree(), epoch.reinit());
    }

    /// The group may have gone on when the Welcome of a branch comes.
    static Followed of(Group group, GroupId groupId, long epoch) throws MlsException {
      EpochState current = group.state();
      if (current.context().groupId().equals(groupId)) {
        if (current.epoch() == epoch) {
          return of(current);
        }
        for (PastEpoch past : group.messages().past()) {
          if (past.number() == epoch) {
            return new Followed(current.context().cipherSuite(), past.tree(), Optional.empty());
          }
        }
      }
      throw new MlsException("A Welcome follows another group or epoch than this.");
    }
  }

  private void check(PskSource.Usage usage, Followed old, GroupContext context, RatchetTree tree)
      throws MlsException {
    switch (usage) {
      case REINIT -> {
        checkReInit(old.reinit(), context);
        // "verify that all the members of the old group are also members of the new group", and
        // §12.4.1: the new group has "the same members as the original group".
        requireSame(old.tree(), tree);
      }
      case BRANCH -> {
        // "verify that the version and cipher_suite of the new group match those of the old group,
        // and that the members of the new group compose a subset of the members of the old group".
        if (context.cipherSuite() != old.suite()) {
          throw new MlsException("A branch has another cipher suite than its group.");
        }
        requireSubset(tree, old.tree());
      }
      case APPLICATION -> {}
    }
  }

  // "verify that the last Commit to the referenced group contains a ReInit proposal and that the
  // group_id, version, cipher_suite, and group_context.extensions fields of the GroupInfo match".
  private static void checkReInit(Optional<Proposal.ReInit> reinit, GroupContext context)
      throws MlsException {
    boolean matches =
        reinit
            .map(wanted ->
                wanted.version() == ProtocolVersion.MLS10
                    && wanted.groupId().equals(context.groupId())
                    && wanted.cipherSuite() == context.cipherSuite()
                    && Arrays.equals(wanted.extensions().encoded(), context.extensions().encoded()))
            .orElse(false);
    if (!matches) {
      throw new MlsException("A group is not the one that the ReInit announced.");
    }
  }

  // RFC 9420 §11.3: 'a pair of LeafNodes is said to "match" if the identifiers presented by their
  // respective credentials are considered equivalent by the application.'
  private void requireSubset(RatchetTree subgroup, RatchetTree group) throws MlsException {
    List<LeafNode> members = leaves(group);
    for (LeafNode leaf : leaves(subgroup)) {
      require(members.stream().anyMatch(member -> service.isSameMember(member, leaf)));
    }
  }

  /// Each of the old members has a leaf of its own in the new group, and nobody else has one.
  private void requireSame(RatchetTree before, RatchetTree after) throws MlsException {
    List<LeafNode> left = leaves(after);
    for (LeafNode member : leaves(before)) {
      var match = left.stream().filter(leaf -> service.isSameMember(member, leaf)).findFirst();
      require(match.isPresent());
      match.ifPresent(left::remove);
    }
    require(left.isEmpty());
  }

  private static List<LeafNode> leaves(RatchetTree tree) {
    List<LeafNode> leaves = new ArrayList<>();
    tree.leaves().forEach(index -> tree.leaf(index).ifPresent(leaves::add));
    return leaves;
  }

  private static void require(boolean fits) throws MlsException {
    if (!fits) {
      throw new MlsException("The members of a group do not fit those of the one it follows.");
    }
  }
}
