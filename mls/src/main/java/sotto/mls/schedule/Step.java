package sotto.mls.schedule;

import java.util.List;
import sotto.mls.crypto.Secret;

/// What taking a key gives: the state after it, the key, and what to erase.
///
/// @param consumed what the state before holds and the one after does not, and the key itself:
///   erase it when the state after is adopted (RFC 9420 §9.2)
/// @param created what the state before does not hold: erased by [#discard]
public record Step<T>(T next, MessageKey key, List<Secret> consumed, List<Secret> created) {
  public Step {
    consumed = List.copyOf(consumed);
    created = List.copyOf(created);
  }

  /// Gives the step up, for a message that does not open: the state before is as it was.
  public void discard() {
    created.forEach(Secret::erase);
  }
}
