package sotto.mls.group;

import java.util.ArrayList;
import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.message.GroupContext;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.PskSecret;
import sotto.mls.schedule.TranscriptHash;
import sotto.mls.treekem.PrivateTree;
import sotto.mls.treekem.RatchetTree;

/// The step from one epoch to the next, the same for the committer and for all others (RFC 9420
/// §12.4.1, §12.4.2): transcript hash, key schedule, confirmation tag.
record EpochChange(
    Settings settings,
    EpochState before,
    Applied applied,
    RatchetTree tree,
    PrivateTree keys,
    SignatureKeyPair signatureKeys,
    SigningKey signer) {

  /// RFC 9420 §12.4.1: the context of the new epoch, "but with the old confirmed transcript hash".
  static GroupContext provisional(EpochState before, Applied applied, RatchetTree tree) {
    return before
        .context()
        .withEpoch(before.epoch() + 1)
        .withExtensions(applied.extensions())
        .withTreeHash(tree.treeHash());
  }

  /// The new epoch, and what a Welcome needs of it.
  ///
  /// @param joinerSecret the caller's to erase; likewise `pskSecret`
  record Entered(EpochState state, MessageState messages, Secret joinerSecret, Secret pskSecret) {}

  /// @param commit signed; its confirmation tag is not looked at
  /// @param initSecret of the old epoch, or of an external Commit
  /// @param resumption PSKs of earlier epochs to keep
  Entered enter(
      AuthenticatedContent commit,
      Secret initSecret,
      Secret commitSecret,
      List<PskSecret> psks,
      List<EpochState.ResumptionPsk> resumption,
      List<PastEpoch> past) {
    SuiteCrypto crypto = before.crypto();
    byte[] confirmed =
        TranscriptHash.confirmed(
            crypto, before.interimTranscriptHash(), commit.confirmedTranscriptHashInput());
    GroupContext context =
        provisional(before, applied, tree).withConfirmedTranscriptHash(confirmed);
    byte[] encoded = context.encoded();
    KeySchedule schedule = new KeySchedule(crypto);
    Secret pskSecret = PskSecret.combined(crypto, psks);
    Secret joiner = schedule.joinerSecret(initSecret, commitSecret, encoded);
    KeySchedule.NewEpoch epoch = schedule.epoch(joiner, pskSecret, encoded, tree.width());
    byte[] tag = epoch.secrets().confirmationTag(crypto, confirmed);
    EpochState state =
        new EpochState(
            crypto,
            context,
            encoded,
            TranscriptHash.interim(crypto, confirmed, tag),
            tag,
            tree,
            keys,
            epoch.secrets(),
            signatureKeys,
            signer,
            resumption,
            applied.reinit());
    MessageState messages = MessageState.fresh(epoch.secretTree(), epoch.exporterTree(), past);
    return new Entered(state, messages, joiner, pskSecret);
  }

  /// The resumption PSKs that a member keeps in the new epoch.
  List<EpochState.ResumptionPsk> resumptionPsks() {
    List<EpochState.ResumptionPsk> kept = new ArrayList<>(before.past());
    kept.add(new EpochState.ResumptionPsk(before.epoch(), before.secrets().resumptionPsk()));
    int surplus = kept.size() - settings.bounds().resumptionEpochs();
    return surplus <= 0 ? kept : kept.subList(surplus, kept.size());
  }

  static void checkEpochNumber(long before) throws MlsException {
    if (before == -1) {
      throw new MlsException("The group has had 2^64 epochs and can have no more.");
    }
  }
}
