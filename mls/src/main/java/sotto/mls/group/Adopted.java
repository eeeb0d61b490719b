package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.util.ArrayList;
import java.util.List;
import sotto.mls.crypto.Secret;

/// The group in its new epoch, and what is left of the old one (RFC 9420 §12.4.2).
public record Adopted(Group group, Consumed consumed) {
  public Adopted {
    allGiven("group consumed", group, consumed);
  }

  /// Uses `before` up.
  ///
  /// @param consumed by the Commit, beside what `before` holds and `next` does not
  static Adopted of(Group before, Group next, Consumed consumed) {
    before.uses().claim();
    List<Secret> secrets = new ArrayList<>(HeldSecrets.of(before));
    secrets.addAll(consumed.secrets());
    return new Adopted(next, new Consumed(HeldSecrets.without(secrets, next)));
  }
}
