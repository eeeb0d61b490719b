package sotto.mls.group;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import sotto.mls.tree.Credential;
import sotto.mls.tree.LeafNode;

/// RFC 9420 §5.3.1: says whether a credential is true. Must be pure: the same question has the same
/// answer for all members, or the group falls apart.
public interface AuthenticationService {

  /// Whether `credential` may be presented by the holder of that signature key.
  Verdict check(Credential credential, byte[] signatureKey);

  /// Whether the leaf `after` may take the place of `before` (RFC 9420 §5.3.1: "a valid
  /// successor"); unless overridden, the credential may not change.
  default Verdict checkSuccessor(LeafNode before, LeafNode after) {
    allGiven("before after", before, after);
    return before.credential().equals(after.credential())
        ? Verdict.accepted()
        : Verdict.refused("the credential of a member changed");
  }

  /// Whether two leaves, of a group and of one that follows it, present identifiers that are the
  /// same to the application (RFC 9420 §11.2, §11.3); unless overridden, when their credentials are
  /// equal.
  default boolean isSameMember(LeafNode before, LeafNode after) {
    allGiven("before after", before, after);
    return before.credential().equals(after.credential());
  }

  /// The answer of the Authentication Service (RFC 9420 §5.3.1).
  sealed interface Verdict {
    /// The credential is true, or the successor a valid one (RFC 9420 §5.3.1).
    record Accepted() implements Verdict {}

    /// It is not, and what brings it is refused with an `MlsException` (RFC 9420 §5.3.1).
    ///
    /// @param reason part of a sentence, for the exception's message
    record Refused(String reason) implements Verdict {
      public Refused {
        given("reason", reason);
      }
    }

    static Verdict accepted() {
      return new Accepted();
    }

    static Verdict refused(String reason) {
      return new Refused(reason);
    }
  }

  /// For tests only: every claim is believed.
  static AuthenticationService unsafeBelieveEverything() {
    return (credential, signatureKey) -> Verdict.accepted();
  }
}
