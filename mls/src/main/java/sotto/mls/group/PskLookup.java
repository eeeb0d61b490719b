package sotto.mls.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Secret;
import sotto.mls.message.GroupId;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.PskSource;
import sotto.mls.schedule.PskSecret;

/// Finds the pre-shared keys of a Commit or Welcome (RFC 9420 §8.4).
final class PskLookup {
  private static final int MOST = 0xffff;

  private PskLookup() {}

  /// In a group, which knows resumption PSKs of its own.
  static List<PskSecret> find(List<PreSharedKeyId> ids, Settings settings, EpochState epoch)
      throws MlsException {
    checkCount(ids);
    List<PskSecret> found = new ArrayList<>();
    for (PreSharedKeyId id : ids) {
      Optional<Secret> own =
          id.source() instanceof PskSource.Resumption(var _, GroupId group, long number)
                  && group.equals(epoch.context().groupId())
              ? resumption(epoch, number)
              : Optional.empty();
      found.add(found(id, own.or(() -> settings.preSharedKeys().find(id.source()))));
    }
    return found;
  }

  /// Outside a group.
  static List<PskSecret> find(List<PreSharedKeyId> ids, Settings settings) throws MlsException {
    checkCount(ids);
    List<PskSecret> found = new ArrayList<>();
    for (PreSharedKeyId id : ids) {
      found.add(found(id, settings.preSharedKeys().find(id.source())));
    }
    return found;
  }

  /// RFC 9420 §8.4: index and count of a PSK are each a `uint16`.
  private static void checkCount(List<PreSharedKeyId> ids) throws MlsException {
    if (ids.size() > MOST) {
      throw new MlsException("More than " + MOST + " pre-shared keys are injected at once.");
    }
  }

  // RFC 9420 §12.4.2: "Verify that all PreSharedKey proposals in the proposals vector are
  // available."
  private static PskSecret found(PreSharedKeyId id, Optional<Secret> secret) throws MlsException {
    return new PskSecret(
        id, secret.orElseThrow(() -> new MlsException("A pre-shared key is not known here.")));
  }

  private static Optional<Secret> resumption(EpochState epoch, long number) {
    if (number == epoch.epoch()) {
      return Optional.of(epoch.secrets().resumptionPsk());
    }
    return epoch.past().stream()
        .filter(past -> past.epoch() == number)
        .map(EpochState.ResumptionPsk::psk)
        .findFirst();
  }
}
