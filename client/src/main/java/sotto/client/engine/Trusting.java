package sotto.client.engine;

import java.util.Optional;
import sotto.client.Trusted;
import sotto.client.engine.Talk.Status;
import sotto.protocol.identity.Address;

/// What a person says of another's key, and what begins again with it.
final class Trusting {
  private Trusting() {}

  static Trusted trust(Turn turn, Address address) throws TroubleException {
    Known known = turn.known(address);
    if (known.pinned().isEmpty() && known.shown().isEmpty()) {
      throw TroubleException.usage(
          "Nothing is known of " + address + " yet: write to it first, or wait for its message.");
    }
    boolean changed = !known.mayBeWrittenTo();
    // Rules 20: "else a human confirms". That a request is that person's own says nothing of keys.
    if (!changed && Readmissions.confirmed(turn, address)) {
      return Trusted.ADDED_AGAIN;
    }
    boolean over = known.awaitsSuccessor();
    turn.contact(over ? known.forgotten() : known.trusted());
    Telling.settled(turn, address);
    String key = Talk.directKey(turn.self().me(), address);
    if (changed) {
      dropStrangers(turn, key, turn.known(address));
    }
    turn.state().talks().find(key).ifPresent(talk -> Commands.accept(turn, talk));
    Readmissions.confirmed(turn, address);
    if (changed && turn.link().online()) {
      // What was put off for the changed key is offered again on a new connection.
      turn.effect(new Effect.Hangup("A changed key was accepted."));
    }
    return over ? Trusted.FORGOTTEN : Trusted.VERIFIED;
  }

  /// Groups of two in which the other side has another key than the one that is trusted now.
  private static void dropStrangers(Turn turn, String key, Known trusted) throws TroubleException {
    for (GroupRow row : turn.state().groupsOf(key)) {
      if (!Identities.allKnownAs(row.group(), trusted)) {
        Gone.leave(turn, row.id());
        row.staged().ifPresent(staged -> turn.dropOutgoing(staged.outgoing()));
        turn.dropGroup(row);
      }
    }
    Optional<Talk> talk = turn.state().talks().find(key);
    if (talk.isPresent() && turn.state().groupsOf(key).isEmpty() && !talk.get().ended()) {
      turn.talk(talk.get().in(Status.FOUNDING));
    }
  }
}
