package sotto.server.delivery;

import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;

/// How often one client may do what leaves a row behind or costs everybody time. It is counted over
/// all connections of a client, so that coming back begins nothing anew.
record Rates(DeliveryStore store, Policy policy) {
  /// Each new list makes the server look up every roster again.
  private static final long LISTS_PER_HOUR = 100;

  boolean allow(Queue sender, Posting.Content content, long now) {
    return sender.submissions.take(1, policy.of(Limit.SUBMISSIONS_PER_DAY), now)
        && switch (content) {
          case Posting.Application application -> true;
          case Posting.Create create -> create(sender, now);
          case Posting.Proposal proposal -> handshake(sender, proposal.body().length, now);
          case Posting.Commit commit -> handshake(sender, commit.size(), now);
          case Posting.Rejoin rejoin -> handshake(sender, rejoin.body().length, now);
        };
  }

  private boolean create(Queue sender, long now) {
    return sender.groups.take(1, policy.of(Limit.GROUPS_PER_HOUR), now)
        && store.groupsOf(sender.id()) < policy.of(Limit.GROUPS_PER_CLIENT);
  }

  /// Rule 14: no queue refuses a Commit, Proposal or Welcome; "it has a rate limit".
  private boolean handshake(Queue sender, long bytes, long now) {
    return sender.handshakes.take(1, policy.of(Limit.HANDSHAKE_MESSAGES_PER_MINUTE), now)
        && sender.handshakeBytes.take(bytes, policy.of(Limit.HANDSHAKE_BYTES_PER_HOUR), now);
  }

  boolean lookup(Queue asker, long now) {
    return asker.lookups.take(1, policy.of(Limit.LOOKUPS_PER_MINUTE), now);
  }

  boolean list(Queue owner, long now) {
    return owner.lists.take(1, LISTS_PER_HOUR, now);
  }
}
