package sotto.app.lab;

import java.util.List;
import sotto.classic.lab.Opponent.Columns;
import sotto.classic.lab.Opponent.Outcome;
import sotto.classic.lab.Opponent.Work;

/// Whoever recorded what passed, and later gets a client's secrets.
final class ThiefAttacks {
  private ThiefAttacks() {}

  static Outcome past(Ground ground, Columns columns) throws Exception {
    List<String> texts =
        List.of("Monday: I am pregnant.", "Tuesday: tell nobody.", "Friday: the name is Ada.");
    Citizen alice = ground.register("alice");
    Citizen bob = ground.register("bob");
    ground.acquaint(alice, bob);
    ground.leaves(bob);
    for (String text : texts) {
      alice.says("bob", text);
      columns.victimSends("alice to bob: " + text);
    }
    List<byte[]> recorded =
        ground.disk().waiting(bob.address()).stream().map(Disk.Waiting::message).toList();
    columns.attacker("is let inside TLS and records " + recorded.size() + " messages");
    Citizen again = ground.comes("bob");
    for (String text : texts) {
      again.reads(text);
      columns.victimReceives("bob: from alice: " + text);
    }
    ground.leaves(again);
    long since = System.nanoTime();
    Loot loot = Loot.of(ground.profile("bob"));
    columns.attacker(
        "a year later copies bob's whole profile with its keys: " + loot.groups() + " group(s)");
    long opened = 0;
    for (byte[] message : recorded) {
      Loot.Try attempt = loot.tries(message);
      if (attempt.opens()) opened++;
      columns.attacker("message of " + message.length + " bytes: " + attempt.sentence());
    }
    Work work = Work.of(recorded.size(), "messages tried", since);
    return opened == 0
        ? Outcome.stopped(
            "each message has its own key, erased when it was used: what was stolen later opens nothing of before",
            work)
        : Outcome.broken(opened + " recorded messages were opened", work);
  }
}
