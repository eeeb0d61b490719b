package sotto.mls.group;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sotto.mls.codec.MlsException;
import sotto.mls.message.ExternalSender;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProtocolVersion;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.treekem.RatchetTree;

/// Applies proposals in the order of RFC 9420 §12.3, checking each as its section of §12.1 says.
final class ProposalEffects {
  private final Settings settings;
  private final EpochState epoch;
  private final Instant now;
  private final LeafValidation.Use use;
  private final LeafValidation leaves;
  private final Set<Object> verified;
  private final List<Applied.NewMember> added = new ArrayList<>();
  private final List<Member> removed = new ArrayList<>();
  private final List<CommitSummary.Replaced> updated = new ArrayList<>();
  private Optional<PendingProposal.OwnUpdate> own = Optional.empty();
  private RatchetTree tree;
  private Extensions extensions;

  ProposalEffects(Settings settings, EpochState epoch, Instant now, LeafValidation.Use use) {
    this(settings, epoch, now, use, verifiedBefore());
  }

  /// @param verified KeyPackages and leaves whose signatures were verified before, to which those
  ///   are added that are verified here
  ProposalEffects(
      Settings settings,
      EpochState epoch,
      Instant now,
      LeafValidation.Use use,
      Set<Object> verified) {
    this.settings = settings;
    this.epoch = epoch;
    this.now = now;
    this.use = use;
    this.leaves = new LeafValidation(settings, epoch.crypto());
    this.verified = verified;
    this.tree = epoch.tree();
    this.extensions = epoch.context().extensions();
  }

  /// Nothing so far; what is in it is known by identity.
  static Set<Object> verifiedBefore() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  Applied applied(ProposalList list) throws MlsException {
    for (var proposal : list.of(Proposal.GroupContextExtensions.class).toList()) {
      extend(proposal.extensions());
    }
    for (ProposalList.Entry entry : list.entries()) {
      if (entry.proposal() instanceof Proposal.Update(LeafNode leaf)) {
        update(ProposalList.memberOf(entry), leaf, entry.own());
      }
    }
    for (ProposalList.Entry entry : list.entries()) {
      if (entry.proposal() instanceof Proposal.SelfRemove) {
        remove(ProposalList.memberOf(entry));
      }
    }
    for (var proposal : list.of(Proposal.Remove.class).toList()) {
      remove(proposal.removed());
    }
    for (ProposalList.Entry entry : list.entries()) {
      GroupValidation.checkProposalType(tree.census(), entry.proposal().type());
    }
    for (var proposal : list.of(Proposal.Add.class).toList()) {
      add(proposal.keyPackage());
    }
    for (PreSharedKeyId psk : list.psks()) {
      checkPsk(psk);
    }
    for (var proposal : list.of(Proposal.ReInit.class).toList()) {
      checkReInit(proposal);
    }
    AppData.check(list, settings.components());
    extensions = AppData.apply(list, extensions, settings.components());
    return new Applied(list, tree, extensions, added, removed, updated, own);
  }

  /// RFC 9420 §12.1.7: "This is a wholesale replacement, not a merge."
  void extend(Extensions replacement) throws MlsException {
    AppData.checkReplacement(extensions, replacement);
    leaves.checkSenders(extensions, replacement);
    extensions = replacement;
  }

  private void update(LeafIndex index, LeafNode leaf, Optional<PendingProposal.OwnUpdate> keys)
      throws MlsException {
    LeafNode before = tree.member(index);
    checkUpdate(index, leaf);
    checkNewKeys(tree, before, leaf);
    tree = tree.update(index, leaf);
    updated.add(new CommitSummary.Replaced(new Member(index, before), new Member(index, leaf)));
    if (index.equals(epoch.me())) {
      own = keys;
      if (keys.isEmpty()) {
        throw new MlsException("A Commit updates this client with a leaf that it never made.");
      }
    }
  }

  /// RFC 9420 §12.1.2: whether a leaf may replace the one at `index` by an Update.
  void checkUpdate(LeafIndex index, LeafNode leaf) throws MlsException {
    // RFC 9420 §7.3: "verify that leaf_node_source is set to update".
    if (!(leaf.source() instanceof LeafNodeSource.Update)) {
      throw new MlsException("The leaf of an Update says that it comes from elsewhere.");
    }
    if (!verified.contains(leaf)) {
      leaves.checkLeaf(leaf, Optional.of(place(epoch, index)));
      leaves.checkSuccessor(epoch.tree().member(index), leaf);
      verified.add(leaf);
    }
  }

  static LeafNode.Place place(EpochState epoch, LeafIndex index) {
    return new LeafNode.Place(epoch.context().groupId().value(), index);
  }

  // RFC 9420 §7.3: "encryption_key represents a different public key than the encryption_key in the
  // leaf node being replaced", and both keys are "unique among the members of the group".
  static void checkNewKeys(RatchetTree tree, LeafNode before, LeafNode after) throws MlsException {
    if (tree.hasEncryptionKey(after.encryptionKey())) {
      throw new MlsException("A new leaf has an encryption key that is in the tree already.");
    }
    boolean keptKey = Arrays.equals(before.signatureKey(), after.signatureKey());
    if (!keptKey && tree.hasSignatureKey(after.signatureKey())) {
      throw new MlsException("A new leaf has the signature key of another member.");
    }
  }

  // RFC 9420 §12.1.3: "invalid if the removed field does not identify a non-blank leaf node."
  private void remove(LeafIndex index) throws MlsException {
    removed.add(new Member(index, tree.member(index)));
    tree = tree.remove(index);
  }

  // RFC 9420 §12.1.1: "An Add proposal is invalid if the KeyPackage is invalid".
  void checkAdd(KeyPackage keyPackage) throws MlsException {
    if (!verified.contains(keyPackage)) {
      leaves.checkKeyPackage(keyPackage, now, use);
      verified.add(keyPackage);
    }
  }

  private void add(KeyPackage keyPackage) throws MlsException {
    checkAdd(keyPackage);
    LeafNode leaf = keyPackage.leafNode();
    if (tree.hasEncryptionKey(leaf.encryptionKey())) {
      throw new MlsException("A KeyPackage has an encryption key that is in the tree already.");
    }
    // RFC 9420 §12.2: "an Add proposal with a KeyPackage that represents a client already in the
    // group according to the application", "for example, identical signature keys".
    if (tree.hasSignatureKey(leaf.signatureKey())) {
      throw new MlsException("A KeyPackage is of a client that is in the group already.");
    }
    if (tree.memberCount() >= settings.bounds().maxMembers()) {
      throw new MlsException("The group has as many members as it may have.");
    }
    RatchetTree.Added with = tree.add(leaf);
    tree = with.tree();
    added.add(new Applied.NewMember(with.leaf(), keyPackage));
  }

  void checkPsk(PreSharedKeyId psk) throws MlsException {
    if (!settings.policy().allows(Policy.Allowance.PRE_SHARED_KEYS)) {
      throw new MlsException("Pre-shared keys are not allowed in this group.");
    }
    // RFC 9420 §12.1.4: invalid if "The psk_nonce is not of length KDF.Nh."
    if (psk.nonce().length != epoch.crypto().hashLength()) {
      throw new MlsException("The nonce of a pre-shared key has a wrong length.");
    }
  }

  void checkReInit(Proposal.ReInit reinit) throws MlsException {
    if (!settings.policy().allows(Policy.Allowance.REINIT)) {
      throw new MlsException("This group may not be closed in favour of another.");
    }
    // RFC 9420 §12.1.5: "invalid if the version field is less than the version for the current
    // group."
    if (reinit.version() < ProtocolVersion.MLS10) {
      throw new MlsException("A ReInit goes back to an older version.");
    }
    // It closes the group, so what nobody could found is refused before.
    reinit.extensions().find(ExtensionType.REQUIRED_CAPABILITIES, RequiredCapabilities::decode);
    reinit.extensions().find(ExtensionType.EXTERNAL_SENDERS, ExternalSender::decodeList);
    AppDataDictionary.in(reinit.extensions());
  }
}
