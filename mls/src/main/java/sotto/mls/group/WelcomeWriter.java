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
import sotto.mls.message.KeyPackage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.AeadKey;
import sotto.mls.schedule.GroupSecrets;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.tree.Extensions;
import sotto.mls.treekem.PathSender;
import sotto.mls.treekem.RatchetTreeCodec;

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
    CommitRequest.Info asked = request.info();
    GroupInfo info = groupInfo(epoch, asked.tree(), asked.extensions(), random);
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

  static GroupInfo groupInfo(
      EpochState epoch, TreePlacement tree, Extensions extensions, RandomGenerator random) {
    Extensions all =
        tree.extension(() -> RatchetTreeCodec.encode(epoch.tree()))
            .map(extensions::with)
            .orElse(extensions);
    GroupInfo unsigned =
        new GroupInfo(epoch.context(), all, epoch.confirmationTag(), epoch.me(), NOTHING);
    byte[] signature =
        epoch
            .crypto()
            .signWithLabel(epoch.signer(), GroupInfo.LABEL, unsigned.toBeSigned(), random);
    return unsigned.signed(signature);
  }
}
