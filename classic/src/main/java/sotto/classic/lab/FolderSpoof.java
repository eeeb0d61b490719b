package sotto.classic.lab;

import java.util.ArrayList;
import sotto.classic.profile.Profiles;

/// `folder`: the name of the sender lies outside the HMAC.
final class FolderSpoof implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "folder-spoof",
        Profiles.described("folder"),
        Position.FOLDER,
        "somebody who can write in the folder and has no key",
        "a message is shown as written by the other user",
        "The HMAC covers nonce and ciphertext, but not the name of the sender, so whoever can write the file decides who said"
            + " what.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    String text = "I owe you 100.";
    try (var folder = new SharedFolder(scene, lesson().profile())) {
      Actor user1 = folder.comes("user1");
      Actor user2 = folder.comes("user2");
      folder.says(user2, text);
      columns.victimSends("User2: " + text);
      user1.reads("[Message Received]: " + text);
      var record = folder.records().getLast();
      columns.attacker("reads the record in message.json: " + record);
      long since = System.nanoTime();
      folder.edit(records -> {
        var more = new ArrayList<>(records);
        var copy = records.getLast().deepCopy();
        copy.put("sender", "User1");
        more.add(copy);
        return more;
      });
      columns.attacker(
          "adds a copy with \"sender\": \"User1\"; nonce, ciphertext and HMAC as they were");
      user2.reads("[Message Received]: " + text);
      columns.victimReceives("User2 reads his own words from User1. [Message Received]: " + text);
      return Outcome.broken(
          "User2 is shown a message from User1 that User1 never wrote",
          Work.of(1, "record copied", since));
    }
  }
}
