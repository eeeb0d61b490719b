package sotto.mls.group;

import java.util.ArrayList;
import java.util.List;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Secret;
import sotto.mls.message.GroupContext;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.schedule.SecretTree;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.treekem.RatchetTree;

/// What is left of an epoch for messages that come late (RFC 9420 §15.3).
record PastEpoch(
    long number,
    byte[] encodedContext,
    RatchetTree tree,
    LeafIndex me,
    EpochSecrets secretsOfEpoch,
    SecretTree secretTree) {

  /// The past epochs that are kept once `epoch` is one of them.
  static List<PastEpoch> with(Settings settings, EpochState epoch, MessageState messages) {
    List<PastEpoch> kept = new ArrayList<>(messages.past());
    kept.add(
        new PastEpoch(
            epoch.epoch(),
            epoch.encodedContext(),
            epoch.tree(),
            epoch.me(),
            forReading(epoch),
            messages.secretTree()));
    int surplus = kept.size() - settings.bounds().pastEpochs();
    return surplus <= 0 ? kept : kept.subList(surplus, kept.size());
  }

  /// Messages are read by the sender data secret and the ratchets alone; no other secret of the
  /// epoch outlives it.
  private static EpochSecrets forReading(EpochState epoch) {
    Secret none = Secret.zero(0);
    return new EpochSecrets(
        epoch.secrets().senderDataSecret(), none, none, none, none, none, none, none);
  }

  /// Of the epoch's GroupContext.
  Extensions extensions() throws MlsException {
    Decoder<GroupContext> context = GroupContext::decode;
    return context.decodeAll(encodedContext).extensions();
  }

  PastEpoch with(SecretTree ratchets) {
    return new PastEpoch(number, encodedContext, tree, me, secretsOfEpoch, ratchets);
  }

  List<Secret> secrets() {
    List<Secret> secrets = new ArrayList<>(secretTree.secrets());
    secrets.addAll(secretsOfEpoch.secrets());
    return secrets;
  }
}
