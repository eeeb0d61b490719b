package sotto.app.lab;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import sotto.classic.lab.Drill;
import sotto.classic.lab.Scene;
import sotto.client.Event;
import sotto.protocol.limits.Policy;

/// The drill on Sotto: the MLS state of alice's client is copied after one of bob's messages; two
/// messages later her client makes a Commit, as it does by itself from time to time.
final class SottoDrill {
  private static final String GROUP = "drill";
  private static final String RENAMED = "drill-after-the-commit";
  private static final int LATER = 2;

  private SottoDrill() {}

  static Drill.Result run(Scene scene, int stealAt) throws Exception {
    var folder = Files.createDirectories(scene.folder().resolve("sotto"));
    try (Ground ground = Ground.open(folder, Policy.NORMAL)) {
      Citizen alice = ground.register("alice");
      Citizen bob = ground.register("bob");
      ground.acquaint(alice, bob);
      alice.client().createGroup(GROUP, List.of("bob"));
      alice.says(GROUP, "Welcome.");
      bob.reads("Welcome.");
      List<Drill.Line> lines = new ArrayList<>();
      List<List<Disk.Waiting>> recorded = new ArrayList<>();
      Loot loot = Loot.none();
      String group = GROUP;
      for (int i = 1; i <= Drill.messages(stealAt); i++) {
        alice = hears(ground, alice, bob, group, Drill.text(i), recorded);
        if (i == stealAt) {
          loot = Loot.of(ground.profile("alice"));
          for (int before = 1; before <= i; before++)
            lines.add(line(before, "before", tries(loot, recorded.get(before - 1), before)));
        } else if (i > stealAt) {
          String when = i <= stealAt + LATER ? "after" : "after the Commit";
          lines.add(line(i, when, tries(loot, recorded.getLast(), i)));
        }
        if (i == stealAt + LATER) {
          bob = commits(ground, alice, bob, loot);
          group = RENAMED;
        }
      }
      return new Drill.Result(
          "the whole MLS state of alice's client, copied out of her open profile",
          List.copyOf(lines),
          summary(lines));
    }
  }

  /// Tries all that was recorded with a message: receipts are among it, and look the same.
  private static Loot.Try tries(Loot loot, List<Disk.Waiting> recorded, int number) {
    List<Loot.Try> attempts = recorded.stream().map(w -> loot.tries(w.message())).toList();
    return attempts.stream()
        .filter(attempt -> attempt.sentence().equals(Drill.text(number)))
        .findFirst()
        .orElse(attempts.getFirst());
  }

  /// Alice's client commits; the thief tries to follow with what it stole.
  private static Citizen commits(Ground ground, Citizen alice, Citizen bob, Loot loot)
      throws Exception {
    bob.client().flush(Citizen.PATIENCE);
    ground.leaves(bob);
    alice.client().rename(GROUP, RENAMED);
    for (Disk.Waiting commit : ground.disk().commits(bob.address())) loot.tries(commit.message());
    Citizen again = ground.comes("bob");
    again.sees(Event.Renamed.class, _ -> true);
    return again;
  }

  private static String summary(List<Drill.Line> lines) {
    long before = lines.stream().filter(l -> l.when().equals("before") && l.isRead()).count();
    long healed =
        lines.stream().filter(l -> l.when().equals("after the Commit") && l.isRead()).count();
    return "The thief reads "
        + before
        + " messages of before (their keys were erased when they were used) and "
        + healed
        + " after the victim's next Commit; in between it reads along. What the owner keeps in the history is"
        + " sealed under the passphrase, and is not counted here.";
  }

  private static Drill.Line line(int number, String when, Loot.Try attempt) {
    boolean read = attempt.opens() && attempt.sentence().equals(Drill.text(number));
    return new Drill.Line(number, when, Drill.text(number), read, attempt.sentence());
  }

  /// Bob writes while alice is away, so that the thief can record the message; then she reads it.
  private static Citizen hears(
      Ground ground,
      Citizen alice,
      Citizen bob,
      String group,
      String text,
      List<List<Disk.Waiting>> recorded)
      throws Exception {
    alice.client().flush(Citizen.PATIENCE);
    ground.leaves(alice);
    bob.says(group, text);
    recorded.add(ground.disk().waiting(alice.address()));
    Citizen again = ground.comes("alice");
    again.reads(text);
    return again;
  }
}
