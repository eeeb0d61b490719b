package sotto.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import sotto.client.Event;
import sotto.mls.codec.MlsException;
import sotto.mls.group.Group;
import sotto.mls.group.Member;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.CredentialIdentity;
import sotto.protocol.identity.Fingerprint;

/// Rules 3: a known account key is accepted, an unknown one pinned and called unverified, another
/// than the pinned one stops.
final class Identities {
  private Identities() {}

  static CredentialIdentity of(Member member) throws MlsException {
    return SelfProving.identity(member.credential());
  }

  /// Members passed the AuthenticationService, so their credentials can be read.
  static ClientAddress who(Member member) {
    try {
      return of(member).who();
    } catch (MlsException e) {
      throw new IllegalStateException("A member's credential cannot be read.", e);
    }
  }

  static Address address(Member member) {
    return who(member).address();
  }

  static List<Address> accounts(Group group) {
    return addresses(group.members());
  }

  static List<Address> addresses(List<Member> members) {
    TreeSet<Address> accounts = new TreeSet<>();
    members.forEach(member -> accounts.add(address(member)));
    return new ArrayList<>(accounts);
  }

  /// Learns the account keys of members.
  ///
  /// @return the addresses that show another key than the pinned one
  static List<Address> learn(Turn turn, List<Member> members) throws MlsException {
    List<Address> changed = new ArrayList<>();
    for (Member member : members) {
      CredentialIdentity identity = of(member);
      if (!learn(turn, identity.who().address(), identity.account())) {
        changed.add(identity.who().address());
      }
    }
    return changed;
  }

  /// @return whether the key is, or has become, the pinned one
  static boolean learn(Turn turn, Address address, AccountKey key) {
    if (address.equals(turn.self().me())) {
      return key.equals(turn.self().accountKey());
    }
    Known known = turn.known(address);
    if (known.pinned().isEmpty()) {
      boolean unexpected =
          known.expected().filter(wanted -> !wanted.equals(Fingerprint.of(key))).isPresent();
      if (unexpected) {
        return stop(turn, known.showing(key), "has another key than the fingerprint given for it");
      }
      turn.contact(known.pin(key));
      return true;
    }
    if (known.pinned().get().equals(key)) {
      return true;
    }
    return stop(turn, known.showing(key), "shows another account key than before");
  }

  private static boolean stop(Turn turn, Known known, String what) {
    boolean news = !turn.known(known.address()).shown().equals(known.shown());
    turn.contact(known);
    if (news) {
      turn.tell(n ->
          new Event.IdentityChanged(
              n,
              known.address().toString(),
              known.address()
                  + " "
                  + what
                  + ": nothing is sent to it until you compare safety numbers and trust it."));
    }
    return false;
  }

  /// Refuses to write where somebody's identity is in doubt.
  static void mayWrite(Turn turn, List<Address> accounts) throws TroubleException {
    for (Address address : accounts) {
      Known known = turn.known(address);
      if (!address.equals(turn.self().me()) && !known.mayBeWrittenTo()) {
        throw new TroubleException(doubtful(address));
      }
    }
  }

  /// Why nothing is sent in a conversation: one of its readers shows another identity.
  static Optional<Trouble> doubts(State state, String talk) {
    List<Address> readers =
        state
            .groupOf(talk)
            .map(row -> accounts(row.group()))
            .orElseGet(() ->
                state.talks().find(talk).flatMap(Talk::other).map(List::of).orElse(List.of()));
    return readers.stream()
        .filter(a -> state.contact(a).filter(known -> !known.mayBeWrittenTo()).isPresent())
        .findFirst()
        .map(Identities::doubtful);
  }

  static Trouble doubtful(Address address) {
    return Trouble.security(
        address
            + " shows another identity than before, so nothing is sent: compare safety numbers"
            + " with "
            + address
            + ", then run trust "
            + address
            + ".");
  }

  /// Whether every client of that account in the group has the pinned account key.
  static boolean allKnownAs(Group group, Known known) {
    for (Member member : group.members()) {
      try {
        CredentialIdentity identity = of(member);
        if (identity.who().address().equals(known.address())
            && !known.pinned().filter(identity.account()::equals).isPresent()) {
          return false;
        }
      } catch (MlsException e) {
        return false;
      }
    }
    return true;
  }
}
