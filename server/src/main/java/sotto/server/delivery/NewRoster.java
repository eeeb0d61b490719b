package sotto.server.delivery;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.WelcomeFor;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;

/// The roster as a Commit states it, beside the one before it (rule 8).
record NewRoster(List<Group.Member> before, List<Group.Member> after) {
  /// What speaks against it: too many, one twice, strangers, or a Welcome for who is not on it.
  Optional<ErrorCode> objection(Posting.Commit commit, Policy policy) {
    Set<ClientAddress> present = new HashSet<>();
    Set<ClientAddress> earlier = new HashSet<>();
    before.forEach(member -> earlier.add(member.who()));
    if (after.size() > policy.of(Limit.CONVERSATION_MEMBERS)) {
      return Optional.of(ErrorCode.ROSTER_REFUSED);
    }
    for (Group.Member member : after) {
      boolean stranger = member.queue().isEmpty() && !earlier.contains(member.who());
      if (stranger || !present.add(member.who())) {
        return Optional.of(ErrorCode.ROSTER_REFUSED);
      }
    }
    for (WelcomeFor welcome : commit.welcomes()) {
      if (!present.containsAll(welcome.recipients())) {
        return Optional.of(ErrorCode.RECIPIENT_UNKNOWN);
      }
    }
    return Optional.empty();
  }
}
