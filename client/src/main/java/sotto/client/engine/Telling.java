package sotto.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.client.Event;
import sotto.client.engine.Talk.Status;
import sotto.protocol.identity.Address;

/// How much a person is told. A server or a member may cause as many gaps, notices and changes as
/// it likes; of each kind so many a day are told and kept for each conversation, then one that says
/// so.
final class Telling {
  static final int A_DAY = 200;

  /// Events that nobody has looked at; what messages say stays in the history.
  static final int MOST_UNSEEN = 10_000;

  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private Telling() {}

  /// The event as it is told: itself, the last of its kind today, or nothing.
  static Optional<Event> admitted(Turn turn, String talk, Event event) {
    return switch (event) {
      // Each is a message, an answer or a receipt of what was sent here.
      case Event.Message _, Event.NotDelivered _, Event.Receipt _ -> Optional.of(event);
      case Event.Accepted _, Event.Presence _, Event.Connection _ -> Optional.of(event);
      case Event.Gap _, Event.Membership _, Event.Rejoined _, Event.Renamed _ ->
          limited(turn, talk, event);
      case Event.Request _, Event.Unreadable _, Event.Notice _ -> limited(turn, talk, event);
      case Event.IdentityChanged _ -> limited(turn, talk, event);
    };
  }

  private static Optional<Event> limited(Turn turn, String talk, Event event) {
    String kind = event.getClass().getSimpleName();
    String key = "told " + shelf(turn, talk) + " " + kind + " " + Spent.today(turn);
    if (Spent.takes(turn, key, A_DAY)) {
      return Optional.of(event);
    }
    return Spent.takes(turn, key + " over", 1)
        ? Optional.of(
            new Event.Notice(
                event.number(),
                turn.state().talks().find(talk).map(Talk::title),
                "More of this happened today than is told one by one: "
                    + A_DAY
                    + " of a kind are."))
        : Optional.empty();
  }

  /// Strangers share one: each could begin a conversation for each event.
  private static String shelf(Turn turn, String talk) {
    return turn.state().talks().find(talk).filter(t -> t.status() == Status.REQUEST).isPresent()
        ? "requests"
        : talk;
  }

  /// A key that was accepted stops nothing: that it would is not told any more.
  static void settled(Turn turn, Address address) {
    turn.state().events().values().stream()
        .map(Kept::event)
        .filter(e -> e instanceof Event.IdentityChanged i && i.address().equals(address.toString()))
        .map(Event::number)
        .toList()
        .forEach(turn::dropEvent);
  }

  /// Forgets the oldest of what nobody looks at, and says so.
  static void crop(Turn turn) {
    if (turn.state().events().size() <= MOST_UNSEEN) {
      return;
    }
    List<Long> oldest = new ArrayList<>();
    turn.state()
        .events()
        .each(kept -> {
          oldest.add(kept.event().number());
          return oldest.size() < FORGOTTEN_AT_ONCE;
        });
    oldest.forEach(turn::dropEvent);
    turn.tell(n ->
        new Event.Notice(
            n,
            Optional.empty(),
            FORGOTTEN_AT_ONCE
                + " events that nobody looked at are not announced any more: the history of each"
                + " conversation has its messages."));
  }
}
