package sotto.app.lab;

import java.util.Collections;
import java.util.List;
import sotto.classic.lab.Opponent.Columns;
import sotto.classic.lab.Opponent.Outcome;
import sotto.classic.lab.Opponent.Work;
import sotto.client.Event;

/// Whoever can write where messages lie: for Sotto that is the server's database.
final class StoreAttacks {
  private StoreAttacks() {}

  /// Another sender for a message of Alice: the row says Mallory, and the bytes lose their label.
  static Outcome spoof(Ground ground, Columns columns) throws Exception {
    Citizen alice = ground.register("alice");
    Citizen bob = ground.register("bob");
    Citizen mallory = ground.register("mallory");
    ground.acquaint(alice, bob);
    ground.acquaint(mallory, bob);
    ground.leaves(bob);
    alice.says("bob", "I owe you 100.");
    mallory.says("bob", "I owe you 200.");
    columns.victimSends("alice to bob: I owe you 100. (bob is away; both wait in the database)");
    long since = System.nanoTime();
    var waiting = ground.disk().waiting(bob.address());
    swapBodies(ground, waiting);
    columns.attacker(
        "puts alice's bytes under mallory's entry and mallory's under alice's, groups and senders of"
            + " the rows as they were");
    Citizen again = ground.comes("bob");
    again.sees(Event.Unreadable.class, _ -> again.seen(Event.Unreadable.class).size() >= 2);
    again.reads("I owe you 100.");
    again.reads("I owe you 200.");
    boolean right =
        !again.texts("alice").contains("I owe you 200.")
            && !again.texts("mallory").contains("I owe you 100.");
    unreadable(again, columns);
    again.seen(Event.Message.class).stream()
        .map(m -> "bob: from " + m.from() + ": " + m.text())
        .sorted()
        .forEach(columns::victimReceives);
    Work work = Work.of(2, "rows exchanged", since);
    return right
        ? Outcome.stopped(
            "the sender is inside the encryption and signed: each message is shown under its own writer's name or not at all",
            work)
        : Outcome.broken("a message was shown under another's name", work);
  }

  private static void swapBodies(Ground ground, List<Disk.Waiting> waiting) throws Exception {
    Disk.Waiting first = waiting.getFirst();
    Disk.Waiting last = waiting.getLast();
    ground.disk().write(first.id(), first.carrying(last.message()));
    ground.disk().write(last.id(), last.carrying(first.message()));
  }

  /// The same message twice, and in another order.
  static Outcome replay(Ground ground, Columns columns) throws Exception {
    Citizen alice = ground.register("alice");
    Citizen bob = ground.register("bob");
    ground.acquaint(alice, bob);
    ground.leaves(bob);
    List<String> texts = List.of("Pay 10 to Carol.", "Done. Pay no more.", "See you.");
    for (String text : texts) {
      alice.says("bob", text);
      columns.victimSends("alice to bob: " + text);
    }
    long since = System.nanoTime();
    var waiting = ground.disk().waiting(bob.address());
    ground.disk().write(waiting.get(0).id(), waiting.get(0).carrying(waiting.get(1).message()));
    ground.disk().write(waiting.get(1).id(), waiting.get(1).carrying(waiting.get(0).message()));
    ground.disk().write(waiting.get(2).id(), waiting.get(2).carrying(waiting.get(0).message()));
    columns.attacker(
        "writes the second message first, the first second, and the first once more in the place of the third");
    Citizen again = ground.comes("bob");
    again.sees(Event.Unreadable.class, _ -> true);
    again.reads("See you.");
    Work work = Work.of(3, "rows written", since);
    unreadable(again, columns);
    List<String> shown = again.texts("alice").stream().filter(texts::contains).toList();
    for (String text : texts)
      columns.victimReceives(
          "bob: from alice, " + Collections.frequency(shown, text) + " time(s): " + text);
    List<Event.Gap> gaps = again.seen(Event.Gap.class);
    if (!gaps.isEmpty())
      columns.victimReceives("bob: a message of alice is missing or late at this place");
    boolean once = shown.size() == texts.size() && shown.containsAll(texts) && !gaps.isEmpty();
    return once
        ? Outcome.stopped(
            "each key of the ratchet opens one message once, and messages are counted inside the encryption: the copy is refused, what it displaced is asked for again, and a changed order shows as a gap",
            work)
        : Outcome.broken("a message was shown twice or lost in silence: " + shown, work);
  }

  /// Bob, who was sent a message, gives it to Carol as if it had been written to her.
  static Outcome forward(Ground ground, Columns columns) throws Exception {
    Citizen alice = ground.register("alice");
    Citizen bob = ground.register("bob");
    Citizen carol = ground.register("carol");
    ground.acquaint(alice, carol);
    ground.acquaint(alice, bob);
    ground.acquaint(bob, carol);
    String text = "I quit. Keep the money.";
    ground.leaves(bob);
    alice.says("bob", text);
    columns.victimSends("alice to bob: " + text);
    long since = System.nanoTime();
    byte[] signed = ground.disk().waiting(bob.address()).getLast().message();
    bob = ground.comes("bob");
    bob.reads(text);
    columns.attacker("bob keeps the signed and encrypted bytes: " + WireAttacks.shown(signed));
    ground.leaves(carol);
    bob.says("carol", "A placeholder.");
    alice.says("carol", "Good morning.");
    var waiting = ground.disk().waiting(carol.address());
    for (Disk.Waiting one : waiting) ground.disk().write(one.id(), one.carrying(signed));
    columns.attacker(
        "is let into the server's database, more than a user's place allows, and puts them in the place of what waits for"
            + " carol, in bob's conversation with her and in alice's");
    Citizen again = ground.comes("carol");
    again.sees(Event.Unreadable.class, _ -> true);
    again.reads("Good morning.");
    again.reads("A placeholder.");
    unreadable(again, columns);
    columns.victimReceives("carol: what alice and bob really wrote comes again, by itself");
    Work work = Work.of(waiting.size(), "rows written", since);
    boolean shown = again.seen(Event.Message.class).stream().anyMatch(m -> m.text().equals(text));
    return shown
        ? Outcome.broken("carol was shown a message that was not written to her", work)
        : Outcome.stopped(
            "the signature covers group and epoch, and carol is not in the group that it names",
            work);
  }

  /// What could not be read, each reason once.
  private static void unreadable(Citizen citizen, Columns columns) {
    citizen.seen(Event.Unreadable.class).stream()
        .map(e -> citizen.name() + ": unreadable: " + e.reason() + " (" + e.remedy() + ")")
        .distinct()
        .sorted()
        .forEach(columns::victimReceives);
  }
}
