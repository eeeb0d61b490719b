package sotto.classic.lab;

import sotto.classic.profile.Profiles;

/// `room`: the other end of every key is the server.
final class RoomServerReads implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "room-server-reads",
        Profiles.described("room"),
        Position.SERVER,
        "whoever runs the server, or sees its screen",
        "the server reads every message",
        "The keys are agreed with the server and not with the people in the room, so the server reads everything and can write"
            + " anything.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    String text = "Do not tell the caretaker.";
    try (var room = new ChatRoom(scene, lesson().profile())) {
      Actor bob = room.comes("bob", room.port());
      Actor alice = room.comes("alice", room.port());
      long since = System.nanoTime();
      alice.types(text);
      columns.victimSends("Alice to the room: " + text);
      room.console.reads("Message integrity verified.\n");
      String line = room.console.restOfLine();
      columns.attacker("the server's screen: " + ChatRoom.shown(line));
      bob.reads(text);
      columns.victimReceives("Bob: " + text);
      Work work = Work.of(1, "look at the screen", since);
      return line.contains(text)
          ? Outcome.broken("the server read the message", work)
          : Outcome.stopped("the server's screen does not show it", work);
    }
  }
}
