package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.time.Duration;
import sotto.mls.tree.Lifetime;

/// How much a group keeps and tolerates.
///
/// @param maxForward how many messages of one sender may be missing before the next (RFC 9420
///   §9.1); a message further ahead is refused
/// @param maxSkipped how many keys of missing messages are kept for one sender
/// @param pastEpochs of how many past epochs application messages are still read (RFC 9420 §15.3)
/// @param resumptionEpochs of how many past epochs the resumption PSK is kept (RFC 9420 §8.6)
/// @param maxProposals how many proposals of one sender wait for a Commit in one epoch, and how
///   many that were not asked for go into one; the same for all members, or one drops what another
///   commits
/// @param maxMembers the most members that a group may have
/// @param leafLifetime how long the leaf of a group's creator says that it is valid
/// @param maxLifetime the longest lifetime that is accepted of others' KeyPackages (RFC 9420 §10.1)
public record Bounds(
    int maxForward,
    int maxSkipped,
    int pastEpochs,
    int resumptionEpochs,
    int maxProposals,
    int maxMembers,
    Duration leafLifetime,
    Duration maxLifetime) {

  /// @throws IllegalArgumentException when a number is negative, a duration not positive, or a
  ///   group's creator would have a leaf that is not accepted
  public Bounds {
    allGiven("leafLifetime maxLifetime", leafLifetime, maxLifetime);
    if (Math.min(Math.min(maxForward, maxSkipped), Math.min(pastEpochs, resumptionEpochs)) < 0
        || maxProposals < 0) {
      throw new IllegalArgumentException("A bound cannot be negative; zero keeps nothing.");
    }
    if (maxMembers < 1) {
      throw new IllegalArgumentException("A group has one member at least.");
    }
    if (!leafLifetime.isPositive() || !maxLifetime.isPositive()) {
      throw new IllegalArgumentException("A lifetime is longer than nothing.");
    }
    if (maxLifetime.compareTo(UNLIMITED) < 0 && !Lifetime.fits(leafLifetime, maxLifetime)) {
      throw new IllegalArgumentException(
          "A leaf that is valid for " + leafLifetime + " would not be accepted by its own group.");
    }
  }

  /// For [#maxLifetime]: any.
  public static final Duration UNLIMITED = Duration.ofSeconds(Long.MAX_VALUE);

  /// 1,000 messages ahead, nothing of past epochs, 2^24 members, lifetimes of 90 days at most.
  public static final Bounds DEFAULT =
      new Bounds(1000, 1000, 0, 0, 1000, 1 << 24, Duration.ofDays(89), Duration.ofDays(91));

  /// How far messages of one sender may overtake each other (RFC 9420 §15.3), in messages.
  ///
  /// @throws IllegalArgumentException when a number is negative
  public Bounds withReordering(int forward, int skipped) {
    return new Bounds(
        forward,
        skipped,
        pastEpochs,
        resumptionEpochs,
        maxProposals,
        maxMembers,
        leafLifetime,
        maxLifetime);
  }

  /// How many past epochs are kept for late messages, and how many for their resumption PSK.
  ///
  /// @throws IllegalArgumentException when a number is negative
  public Bounds withPast(int epochs, int resumption) {
    return new Bounds(
        maxForward,
        maxSkipped,
        epochs,
        resumption,
        maxProposals,
        maxMembers,
        leafLifetime,
        maxLifetime);
  }

  /// @throws IllegalArgumentException when `members` is not positive
  public Bounds withMaxMembers(int members) {
    return new Bounds(
        maxForward,
        maxSkipped,
        pastEpochs,
        resumptionEpochs,
        maxProposals,
        members,
        leafLifetime,
        maxLifetime);
  }

  /// How many proposals of one sender wait for a Commit in one epoch; the same for all members.
  ///
  /// @throws IllegalArgumentException when `proposals` is negative
  public Bounds withMaxProposals(int proposals) {
    return new Bounds(
        maxForward,
        maxSkipped,
        pastEpochs,
        resumptionEpochs,
        proposals,
        maxMembers,
        leafLifetime,
        maxLifetime);
  }

  /// How long an own leaf is valid when it founds a group, and how long others' may be at most.
  ///
  /// @throws IllegalArgumentException when one is not positive, or the first is not accepted by who
  ///   accepts the second; [Lifetime#of] begins an hour early
  public Bounds withLifetimes(Duration leafLifetime, Duration maxLifetime) {
    return new Bounds(
        maxForward,
        maxSkipped,
        pastEpochs,
        resumptionEpochs,
        maxProposals,
        maxMembers,
        leafLifetime,
        maxLifetime);
  }
}
