package sotto.mls.group;

import sotto.mls.message.GroupInfo;

/// A group that was entered by a Welcome (RFC 9420 §12.4.3.1).
///
/// @param inviter who signed the GroupInfo
/// @param info with extensions of the application's, if any
/// @param consumed the KeyPackage's keys among them: do not erase those of a last-resort KeyPackage
public record Joined(Group group, Member inviter, GroupInfo info, Consumed consumed) {}
