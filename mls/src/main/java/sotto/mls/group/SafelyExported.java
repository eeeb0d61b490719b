package sotto.mls.group;

import sotto.mls.crypto.Secret;

/// A secret for one component of the application, and the group that no longer has it
/// (draft-ietf-mls-extensions, "Exported Secrets").
public record SafelyExported(Group group, Secret secret, Consumed consumed) {}
