package sotto.mls.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.EncryptedGroupSecrets;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.GroupSecrets;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.AeadKey;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.PathSender;
import sotto.mls.tree.RatchetTreeCodec;

/// Makes the Welcome for those whom a Commit adds, and the GroupInfo within (RFC 9420 §12.4.3).
record WelcomeWriter(EpochState epoch, CommitRequest request, RandomGenerator random) {
  private static final byte[] NOTHING = new byte[0];

  Welcome write(
      List<Applied.NewMember> added,
      Secret joinerSecret,
      Secret pskSecret,
      List<PreSharedKeyId> psks,
      Optional<PathSender> path)
      throws MlsException {
    SuiteCrypto crypto = epoch.crypto();
    AeadKey key = new KeySchedule(crypto).welcomeKey(joinerSecret, pskSecret);
    GroupInfo info = info();
    byte[] sealedInfo = key.seal(crypto, NOTHING, info.encoded());
    key.erase();
    List<EncryptedGroupSecrets> secrets = new ArrayList<>();
    for (Applied.NewMember member : added) {
      Optional<Secret> pathSecret = path.flatMap(sender -> sender.pathSecretFor(member.index()));
      byte[] plain = new GroupSecrets(joinerSecret, pathSecret, psks).encoded();
      KeyPackage keyPackage = member.keyPackage();
      HpkeCiphertext sealed =
          crypto.encryptWithLabel(keyPackage.initKey(), "Welcome", sealedInfo, plain, random);
      Arrays.fill(plain, (byte) 0);
      byte[] reference = crypto.refHash(KeyPackage.REFERENCE, keyPackage.encoded());
      secrets.add(new EncryptedGroupSecrets(reference, sealed));
    }
    return new Welcome(crypto.suite().id(), secrets, sealedInfo);
  }

  private GroupInfo info() {
    Extensions extensions = request.infoExtensions();
    Optional<Extension> beside =
        switch (request.tree()) {
          case INSIDE -> request.placement().beside(RatchetTreeCodec.encode(epoch.tree()));
          case BESIDE -> Optional.empty();
        };
    return beside.isPresent()
        ? groupInfo(epoch, CommitRequest.TreeDelivery.BESIDE, extensions.with(beside.get()), random)
        : groupInfo(epoch, request.tree(), extensions, random);
  }

  static GroupInfo groupInfo(
      EpochState epoch,
      CommitRequest.TreeDelivery tree,
      Extensions extensions,
      RandomGenerator random) {
    Extensions all =
        switch (tree) {
          case INSIDE ->
              extensions.with(
                  new Extension(ExtensionType.RATCHET_TREE, RatchetTreeCodec.encode(epoch.tree())));
          case BESIDE -> extensions;
        };
    GroupInfo unsigned =
        new GroupInfo(epoch.context(), all, epoch.confirmationTag(), epoch.me(), NOTHING);
    byte[] signature =
        epoch
            .crypto()
            .signWithLabel(epoch.signer(), GroupInfo.LABEL, unsigned.toBeSigned(), random);
    return unsigned.signed(signature);
  }
}
