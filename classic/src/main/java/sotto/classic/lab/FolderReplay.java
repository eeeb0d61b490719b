package sotto.classic.lab;

import java.util.List;
import sotto.classic.profile.Profiles;

/// `folder`: nothing numbers the messages.
final class FolderReplay implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "folder-replay",
        Profiles.described("folder"),
        Position.FOLDER,
        "somebody who can write in the folder and has no key",
        "messages are repeated, and shown in another order",
        "No message carries a number, so a copy is as good as the original and any order is as good as any other.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    try (var folder = new SharedFolder(scene, lesson().profile())) {
      Actor user1 = folder.comes("user1");
      folder.says(user1, "Pay 10 to Carol.");
      columns.victimSends("User1: Pay 10 to Carol.");
      folder.says(user1, "Done. Pay no more.");
      columns.victimSends("User1: Done. Pay no more.");
      folder.records().forEach(r -> columns.attacker("sees the record " + r));
      long since = System.nanoTime();
      folder.edit(r -> List.of(r.get(1), r.get(0), r.get(0)));
      columns.attacker("writes the second record first, and the first one twice");
      Actor user2 = folder.comes("user2");
      String expected = "Done. Pay no more.";
      columns.victimReceives("User2: [Message Received]: " + expected);
      columns.victimReceives("User2: [Message Received]: Pay 10 to Carol.");
      columns.victimReceives("User2: [Message Received]: Pay 10 to Carol.");
      boolean shown =
          user2
              .screen()
              .replaceAll("\\R+", "\n")
              .contains(
                  "[Message Received]: Done. Pay no more.\n[Message Received]: Pay 10 to Carol.\n"
                      + "[Message Received]: Pay 10 to Carol.");
      Work work = Work.of(3, "records written", since);
      return shown
          ? Outcome.broken("User2 reads one message twice, and both in the wrong order", work)
          : Outcome.stopped("User2 was not shown the edited order", work);
    }
  }
}
