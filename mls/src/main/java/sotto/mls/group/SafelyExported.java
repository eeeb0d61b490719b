package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import sotto.mls.crypto.Secret;

/// A secret for one component of the application, and the group that no longer has it
/// (draft-ietf-mls-extensions, "Exported Secrets").
public record SafelyExported(Group group, Secret secret, Consumed consumed) {
  public SafelyExported {
    allGiven("group secret consumed", group, secret, consumed);
  }
}
