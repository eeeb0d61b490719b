package sotto.mls.group;

import java.util.Optional;
import sotto.mls.crypto.Secret;
import sotto.mls.message.PskSource;

/// Finds pre-shared keys by name (RFC 9420 §8.4). Resumption PSKs of the group's own epochs are not
/// asked for while [Bounds#resumptionEpochs] covers them.
@FunctionalInterface
public interface PreSharedKeys {
  /// Of an application that has none.
  PreSharedKeys NONE = source -> Optional.empty();

  /// Empty refuses what asks for it. The returned secret, of any length, stays the application's:
  /// it is read and never erased.
  Optional<Secret> find(PskSource source);
}
