package sotto.mls.group;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.GroupSecrets;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.TranscriptHash;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.treekem.PrivateTree;
import sotto.mls.treekem.RatchetTree;

/// Enters a group by a Welcome (RFC 9420 §12.4.3.1).
final class WelcomeReader {
  private final Settings settings;
  private final SuiteCrypto crypto;
  private final KeyPackageSecrets mine;
  private final SignatureKeyPair signatureKeys;
  private final Optional<Group> predecessor;
  private final Instant now;

  WelcomeReader(
      Settings settings,
      SuiteCrypto crypto,
      KeyPackageSecrets mine,
      SignatureKeyPair signatureKeys,
      Optional<Group> predecessor,
      Instant now) {
    this.settings = settings;
    this.crypto = crypto;
    this.mine = mine;
    this.signatureKeys = signatureKeys;
    this.predecessor = predecessor;
    this.now = now;
  }

  record Entered(EpochState state, MessageState messages, GroupInfo info) {}

  Entered read(Welcome welcome, Optional<byte[]> givenTree) throws MlsException {
    WelcomeOpening.Opened opened =
        new WelcomeOpening(settings, crypto, mine, predecessor).open(welcome);
    GroupSecrets secrets = opened.secrets();
    Secret pskSecret = opened.pskSecret();
    GroupInfo info = opened.info();
    RatchetTree tree = new TreeAdmission(settings, crypto, now).admit(info, givenTree);
    LeafIndex me = myLeaf(tree);
    PrivateTree keys = privateKeys(tree, me, info.signer(), secrets.pathSecret());
    byte[] context = info.groupContext().encoded();
    KeySchedule.NewEpoch epoch =
        new KeySchedule(crypto).epoch(secrets.joinerSecret(), pskSecret, context, tree.width());
    secrets.joinerSecret().erase();
    secrets.pathSecret().ifPresent(Secret::erase);
    pskSecret.erase();
    EpochState state = state(info, tree, keys, epoch, context);
    new Succession(settings.authentication()).checkEntry(secrets.psks(), info, tree, predecessor);
    MessageState messages = MessageState.fresh(epoch.secretTree(), epoch.exporterTree(), List.of());
    return new Entered(state, messages, info);
  }

  // "Identify a leaf whose LeafNode is identical to the one in the KeyPackage. If no such field
  // exists, return an error."
  private LeafIndex myLeaf(RatchetTree tree) throws MlsException {
    LeafNode own = mine.keyPackage().leafNode();
    byte[] encoded = own.encoded();
    for (LeafIndex index : tree.leaves()) {
      LeafNode leaf = tree.member(index);
      if (Arrays.equals(leaf.encryptionKey(), own.encryptionKey())
          && Arrays.equals(leaf.encoded(), encoded)) {
        return index;
      }
    }
    throw new MlsException("The tree of a Welcome does not have this client.");
  }

  private PrivateTree privateKeys(
      RatchetTree tree, LeafIndex me, LeafIndex inviter, Optional<Secret> pathSecret)
      throws MlsException {
    HpkeKeyPair leafKey =
        new HpkeKeyPair(
            crypto.suite().kem(),
            mine.encryptionKey().duplicate(),
            mine.keyPackage().leafNode().encryptionKey());
    PrivateTree keys = PrivateTree.of(me, leafKey);
    if (inviter.equals(me)) {
      throw new MlsException("A Welcome is signed by the one whom it invites.");
    }
    return pathSecret.isPresent() ? keys.withPathSecret(tree, inviter, pathSecret.get()) : keys;
  }

  private EpochState state(
      GroupInfo info,
      RatchetTree tree,
      PrivateTree keys,
      KeySchedule.NewEpoch epoch,
      byte[] context)
      throws MlsException {
    GroupContext groupContext = info.groupContext();
    byte[] confirmed = groupContext.confirmedTranscriptHash();
    byte[] tag = epoch.secrets().confirmationTag(crypto, confirmed);
    // "Verify the confirmation tag in the GroupInfo using the derived confirmation key"; in
    // constant
    // time, its length too.
    if (!MessageDigest.isEqual(tag, info.confirmationTag())) {
      throw new MlsException("The confirmation tag of a GroupInfo does not fit.");
    }
    return new EpochState(
        crypto,
        groupContext,
        context,
        TranscriptHash.interim(crypto, confirmed, tag),
        tag,
        tree,
        keys,
        epoch.secrets(),
        signatureKeys,
        settings.crypto().signingKey(signatureKeys),
        List.of(),
        Optional.empty());
  }
}
