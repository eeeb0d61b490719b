package sotto.mls.group;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import sotto.mls.message.WireFormat;

/// Which optional parts of the protocol are allowed, and how handshake messages are sent (RFC 9420
/// §6, §12.1.8, §12.4.3.2).
///
/// @param handshakeFormat [WireFormat#PRIVATE_MESSAGE] or [WireFormat#PUBLIC_MESSAGE]
public record Policy(Set<Allowance> allowed, WireFormat handshakeFormat) {

  /// Something that a group does not accept unless the application allows it (RFC 9420 §6.2, §12.1
  /// and what each one names).
  public enum Allowance {
    /// Handshake messages of members that are signed and not encrypted (RFC 9420 §6.2), of which
    /// SelfRemove is always one.
    PUBLIC_HANDSHAKE,
    /// Strangers who enter by a Commit of their own (RFC 9420 §12.4.3.2): to take such a Commit, to
    /// invite one by `external_pub` in a GroupInfo, and to make one.
    EXTERNAL_COMMITS,
    /// Proposals of the senders that the `external_senders` extension lists (RFC 9420 §12.1.8.1).
    EXTERNAL_SENDERS,
    /// Strangers who propose to be added (RFC 9420 §12.1.8).
    NEW_MEMBER_PROPOSALS,
    /// The group may be closed in favour of one with other parameters (RFC 9420 §11.2).
    REINIT,
    /// Pre-shared keys (RFC 9420 §8.4).
    PRE_SHARED_KEYS,
    /// Proposals that are sent alone and referenced by a later Commit (RFC 9420 §12.1).
    STANDALONE_PROPOSALS,
    /// Members whose KeyPackage has expired since they were added, in a group that is joined and in
    /// Adds that are read late. RFC 9420 §7.3 only recommends to refuse them; without this, one
    /// member who never comes online bars everybody else from joining once its KeyPackage has
    /// expired, and who was away does not follow a Commit that was valid when it was made.
    EXPIRED_MEMBERS
  }

  /// Everything encrypted and nobody from outside; members may propose.
  public static final Policy STRICT =
      new Policy(
          EnumSet.of(Allowance.STANDALONE_PROPOSALS, Allowance.PRE_SHARED_KEYS),
          WireFormat.PRIVATE_MESSAGE);

  /// All of RFC 9420, and its recommendation on expired members.
  public static final Policy ALL =
      new Policy(
          EnumSet.complementOf(EnumSet.of(Allowance.EXPIRED_MEMBERS)), WireFormat.PRIVATE_MESSAGE);

  /// @throws IllegalArgumentException when handshakes are neither private nor public messages, or
  ///   public ones are sent and not accepted
  public Policy {
    allGiven("allowed handshakeFormat", allowed, handshakeFormat);
    allowed = Set.copyOf(allowed);
    if (handshakeFormat != WireFormat.PRIVATE_MESSAGE
        && handshakeFormat != WireFormat.PUBLIC_MESSAGE) {
      throw new IllegalArgumentException("Handshakes are sent as private or public messages.");
    }
    if (handshakeFormat == WireFormat.PUBLIC_MESSAGE
        && !allowed.contains(Allowance.PUBLIC_HANDSHAKE)) {
      throw new IllegalArgumentException(
          "Who sends handshakes as public messages allows PUBLIC_HANDSHAKE first.");
    }
  }

  public boolean allows(Allowance allowance) {
    given("allowance", allowance);
    return allowed.contains(allowance);
  }

  /// This policy and what else is allowed.
  public Policy with(Allowance... more) {
    given("more", more);
    Set<Allowance> all = EnumSet.noneOf(Allowance.class);
    all.addAll(allowed);
    all.addAll(List.of(more));
    return new Policy(all, handshakeFormat);
  }

  /// @throws IllegalArgumentException when it is another than the two, or public and not allowed
  public Policy withHandshakeFormat(WireFormat handshakeFormat) {
    return new Policy(allowed, handshakeFormat);
  }
}
