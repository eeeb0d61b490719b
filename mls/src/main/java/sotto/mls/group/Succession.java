package sotto.mls.group;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Secret;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProtocolVersion;
import sotto.mls.message.PskSource;
import sotto.mls.tree.Credential;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.RatchetTree;

/// Groups that follow another one (RFC 9420 §11.2, §11.3).
final class Succession {
  private Succession() {}

  /// The first Commit of the group that a ReInit announced (RFC 9420 §11.2).
  static Committed reinitialise(
      Group old, Identity me, List<KeyPackage> others, Instant now, RandomGenerator random)
      throws MlsException {
    Proposal.ReInit wanted =
        old.reinit().orElseThrow(() -> new IllegalStateException("No ReInit was committed here."));
    CipherSuite suite =
        CipherSuite.of(wanted.cipherSuite())
            .orElseThrow(() -> new MlsException("A ReInit asks for an unknown cipher suite."));
    GroupParameters parameters = new GroupParameters(wanted.groupId(), suite, wanted.extensions());
    return found(old, PskSource.Usage.REINIT, me, parameters, others, now, random);
  }

  /// The first Commit of a group that follows `old` (RFC 9420 §11.2, §11.3).
  static Committed found(
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
    Group founded = Group.create(withPsk, me, parameters, now, random);
    Committed committed = founded.commit(first, ProposalList.Setting.SUCCESSION, now, random);
    Group next = committed.pending().next();
    check(usage, old.state(), next.context(), next.state().tree());
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
  static void checkEntry(
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
          EpochState old = predecessor.get().state();
          if (!old.context().groupId().equals(groupId) || old.epoch() != epoch) {
            throw new MlsException("A Welcome follows another group than was said.");
          }
          check(usage, old, info.groupContext(), tree);
        }
      }
    }
    // RFC 9420 §11.2: "The Welcome message MUST specify a PreSharedKeyID of type resumption with
    // usage reinit"; §11.3 says the same of a branch.
    if (predecessor.isPresent() && !follows) {
      throw new MlsException("A Welcome does not say that it follows another group.");
    }
  }

  private static void check(
      PskSource.Usage usage, EpochState old, GroupContext context, RatchetTree tree)
      throws MlsException {
    switch (usage) {
      case REINIT -> {
        checkReInit(old.reinit(), context);
        // "verify that all the members of the old group are also members of the new group".
        requireMembers(old.tree(), tree);
      }
      case BRANCH -> {
        // "verify that the version and cipher_suite of the new group match those of the old group,
        // and that the members of the new group compose a subset of the members of the old group".
        if (context.cipherSuite() != old.context().cipherSuite()) {
          throw new MlsException("A branch has another cipher suite than its group.");
        }
        requireMembers(tree, old.tree());
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

  private static void requireMembers(RatchetTree some, RatchetTree among) throws MlsException {
    Set<Credential> known =
        among.leaves().stream()
            .flatMap(leaf -> among.leaf(leaf).stream())
            .map(LeafNode::credential)
            .collect(Collectors.toSet());
    for (LeafIndex leaf : some.leaves()) {
      if (!known.contains(some.member(leaf).credential())) {
        throw new MlsException("The members of a group do not fit those of the one it follows.");
      }
    }
  }
}
