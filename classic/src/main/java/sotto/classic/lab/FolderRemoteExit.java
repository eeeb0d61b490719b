package sotto.classic.lab;

import sotto.classic.profile.Profiles;

/// `folder` as published: a word in the text is a command.
final class FolderRemoteExit implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "folder-remote-exit",
        Profiles.published("folder"),
        Position.USER,
        "the other user, who just writes a text",
        "a message text ends the peer's chat",
        "The notice that somebody leaves is the text EXIT and nothing else, so whoever may write a text may end the other's"
            + " program.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    try (var folder = new SharedFolder(scene, lesson().profile())) {
      Actor attacker = folder.comes("user1");
      Actor victim = folder.comes("user2");
      long since = System.nanoTime();
      folder.says(attacker, "EXIT");
      columns.attacker("User1 types the four letters EXIT as a message, and stays");
      victim.reads("User1 has left the chat.");
      columns.victimReceives("User2: User1 has left the chat.");
      victim.types("But I am still here!");
      columns.victimSends("User2 types: But I am still here!");
      int code = victim.exit();
      columns.victimReceives("User2's program ends with this line, exit code " + code);
      return Outcome.broken(
          "User2's chat was ended by a text of User1", Work.of(1, "message of 4 letters", since));
    }
  }
}
