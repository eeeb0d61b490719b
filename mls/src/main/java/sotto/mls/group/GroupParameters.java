package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import sotto.mls.crypto.CipherSuite;
import sotto.mls.message.GroupId;
import sotto.mls.tree.Extensions;

/// What is settled when a group is created (RFC 9420 §11).
///
/// @param groupId unlike any other group's; [GroupId#random] makes one
/// @param extensions of the GroupContext
public record GroupParameters(GroupId groupId, CipherSuite suite, Extensions extensions) {

  /// @throws IllegalArgumentException when an extension is for another struct (RFC 9420 §17.3)
  public GroupParameters {
    allGiven("groupId suite extensions", groupId, suite, extensions);
    ExtensionPlace.GROUP_CONTEXT.check(extensions);
  }

  public static GroupParameters of(GroupId groupId, CipherSuite suite) {
    return new GroupParameters(groupId, suite, Extensions.NONE);
  }

  public GroupParameters withExtensions(Extensions extensions) {
    return new GroupParameters(groupId, suite, extensions);
  }
}
