package sotto.app.lab;

import java.util.List;
import sotto.classic.lab.Opponent.Columns;
import sotto.classic.lab.Opponent.Outcome;
import sotto.classic.lab.Opponent.Work;
import sotto.client.ClientException;
import sotto.client.Event;

/// Whoever runs the server: it has the server's keys, its database and its program.
final class ServerAttacks {
  private ServerAttacks() {}

  /// Another key for bob at first contact.
  static Outcome keySubstitution(Ground ground, Columns columns) throws Exception {
    Citizen alice = ground.register("alice");
    Citizen bob = ground.register("bob");
    String address = bob.address();
    String fingerprint = bob.client().fingerprint();
    ground.leaves(bob);
    ground.leaves(alice);
    columns.victimSends(
        "bob gives alice his address as contacts prints it: " + address + "#" + fingerprint);
    long since = System.nanoTime();
    ground.stop();
    ground
        .disk()
        .run(
            "DELETE FROM key_package WHERE queue IN (SELECT id FROM queue WHERE address = ?)",
            address);
    ground.disk().run("DELETE FROM queue WHERE address = ?", address);
    ground.disk().run("DELETE FROM account WHERE address = ?", address);
    ground.start();
    Citizen own = ground.register("attacker", "bob", ground.port());
    columns.attacker(
        "deletes bob and registers a bob with a key of its own: " + own.client().fingerprint());
    Citizen again = ground.comes("alice");
    String stopped = refusal(again, address + "#" + fingerprint);
    columns.victimReceives("alice, writing to that address: " + stopped);
    boolean read = !own.seen(Event.Message.class).isEmpty();
    columns.attacker("reads " + (read ? "the message" : "nothing"));
    Work work = Work.of(1, "account exchanged", since);
    return !read && !stopped.isEmpty()
        ? Outcome.stopped(
            "the fingerprint in the address: "
                + stopped
                + " (a bare name is pinned at first contact; the safety number shows the other key)",
            work)
        : Outcome.broken("alice wrote to the attacker's key", work);
  }

  /// The sentence of the security stop, or nothing when the message was taken.
  private static String refusal(Citizen alice, String to) throws ClientException {
    try {
      alice.says(to, "The door code is 4831.");
      return "";
    } catch (ClientException.SecurityStop e) {
      return e.getMessage();
    }
  }

  /// Eve's genuine list under bob's name.
  static Outcome relabel(Ground ground, Columns columns) throws Exception {
    Citizen alice = ground.register("alice");
    Citizen bob = ground.register("bob");
    Citizen eve = ground.register("eve");
    String bobs = bob.address();
    String eves = eve.address();
    List.of(alice, bob, eve).forEach(ground::leaves);
    long since = System.nanoTime();
    ground.stop();
    for (String table : List.of("account", "queue")) {
      ground
          .disk()
          .run("UPDATE " + table + " SET address = 'nobody@nowhere' WHERE address = ?", bobs);
      ground.disk().run("UPDATE " + table + " SET address = ? WHERE address = ?", bobs, eves);
    }
    ground.start();
    columns.attacker(
        "is let into the server and puts eve's genuine, signed client list under the name bob");
    Citizen again = ground.comes("alice");
    columns.victimSends("alice to bob: Bring the plan at six.");
    String named = refusal(again, "bob");
    columns.victimReceives("alice: " + named);
    ground.leaves(again);
    ground.stop();
    ground
        .disk()
        .run(
            "UPDATE account SET list = unhex(replace(hex(list), hex(?), hex(?))) WHERE address = ?",
            eves,
            bobs,
            bobs);
    ground.start();
    columns.attacker("writes bob's address into eve's list, too; the signature stays as it was");
    again = ground.comes("alice");
    String stopped = refusal(again, "bob");
    columns.victimReceives("alice: " + stopped);
    Work work = Work.of(3, "rows changed", since);
    return named.isEmpty() || stopped.isEmpty()
        ? Outcome.broken("alice wrote to eve under bob's name", work)
        : Outcome.stopped("the account key signs the address with the list: " + stopped, work);
  }

  /// All that the server has.
  static Outcome serverReads(Ground ground, Columns columns) throws Exception {
    Citizen alice = ground.register("alice");
    Citizen bob = ground.register("bob");
    ground.acquaint(alice, bob);
    ground.leaves(bob);
    String text = "Do not tell the caretaker.";
    alice.says("bob", text);
    columns.victimSends("alice to bob: " + text + " (bob is away: the server keeps it)");
    long since = System.nanoTime();
    Disk.Search search = ground.disk().search(List.of(text, "caretaker", "Hello yourself"));
    byte[] stored = ground.disk().waiting(bob.address()).getLast().message();
    columns.attacker("has the message: " + WireAttacks.shown(stored));
    columns.attacker(
        "searches all that it has, keys and database, for what was written: "
            + search.found()
            + " found");
    ground.comes("bob").reads(text);
    columns.victimReceives("bob: from alice: " + text);
    Work work =
        Work.of(3, "texts searched for", since).remarking(search.bytes() + " bytes searched");
    return search.found() == 0
        ? Outcome.stopped(
            "the keys are agreed between the clients (MLS); the server has none that opens content",
            work)
        : Outcome.broken("a text lies on the server's disk", work);
  }
}
