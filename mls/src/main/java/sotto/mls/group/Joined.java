package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import sotto.mls.message.GroupInfo;

/// A group that was entered by a Welcome (RFC 9420 §12.4.3.1).
///
/// @param group in the epoch that the Welcome is of: store it before the keys are erased
/// @param inviter who signed the GroupInfo
/// @param info with extensions of the application's, if any
/// @param consumed the KeyPackage's private keys, of which the group has its own copies: erase them
///   unless it is one of last resort
public record Joined(Group group, Member inviter, GroupInfo info, Consumed consumed) {
  public Joined {
    allGiven("group inviter info consumed", group, inviter, info, consumed);
  }
}
