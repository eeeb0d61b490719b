package sotto.classic.lab;

import java.util.List;
import java.util.function.Consumer;
import sotto.classic.profile.Profile;
import sotto.classic.record.Json;
import sotto.classic.record.Vocabulary.Note;

/// Two people of a design talk, and every byte string that passes is taken apart.
public final class Watch {
  private Watch() {}

  /// @param way from where to where
  public record Passed(String way, int bytes, List<Note> notes) {}

  public static void run(Profile profile, Scene scene, Consumer<Passed> reader) throws Exception {
    switch (profile.document()) {
      case FOLDER -> folder(profile, scene, reader);
      case PHONE, SIGNED -> relay(profile, scene, reader);
      case ROOM -> room(profile, scene, reader);
      case CHALLENGE -> challenge(profile, scene, reader);
    }
  }

  private static Wire.Hand shown(Profile profile, String client, Consumer<Passed> reader) {
    return (way, record) -> {
      String from = way == Wire.Way.TO_SERVER ? client + " → server" : "server → " + client;
      List<Note> notes = profile.document().describe(record);
      if (notes.isEmpty())
        notes =
            List.of(
                new Note(
                    "bytes",
                    Bytes.shown(record),
                    profile.document().word().equals("signed") ? "the public key, PEM" : ""));
      synchronized (reader) {
        reader.accept(new Passed(from, record.length, notes));
      }
      return List.of(record);
    };
  }

  private static void folder(Profile profile, Scene scene, Consumer<Passed> reader)
      throws Exception {
    try (var folder = new SharedFolder(scene, profile)) {
      Actor user1 = folder.comes("user1");
      Actor user2 = folder.comes("user2");
      folder.says(user1, "Hello, this is a secure message.");
      user2.reads("[Message Received]: ");
      folder.says(user2, "Received.");
      user1.reads("[Message Received]: ");
      for (var record : folder.records()) {
        byte[] bytes = Json.write(record);
        reader.accept(new Passed("message.json", bytes.length, profile.document().describe(bytes)));
      }
    }
  }

  private static void relay(Profile profile, Scene scene, Consumer<Passed> reader)
      throws Exception {
    try (var town = new RelayTown(scene, profile)) {
      Wire bobs = town.wire();
      bobs.through(shown(profile, "222", reader));
      Wire alices = town.wire();
      alices.through(shown(profile, "111", reader));
      Actor bob = town.registers(RelayTown.BOB, bobs.port());
      Actor alice = town.registers(RelayTown.ALICE, alices.port());
      town.says(alice, RelayTown.BOB, "Hello");
      bob.reads("Message from 111: Hello");
    }
  }

  private static void room(Profile profile, Scene scene, Consumer<Passed> reader) throws Exception {
    try (var room = new ChatRoom(scene, profile)) {
      Wire bobs = room.wire();
      bobs.through(shown(profile, "bob", reader));
      Wire alices = room.wire();
      alices.through(shown(profile, "alice", reader));
      Actor bob = room.comes("bob", bobs.port());
      room.comes("alice", alices.port()).types("Hello");
      bob.reads("Hello");
    }
  }

  private static void challenge(Profile profile, Scene scene, Consumer<Passed> reader)
      throws Exception {
    try (var exchange = new Exchange(scene, profile)) {
      Actor bob = exchange.comes("bob", exchange.port());
      Wire alices = exchange.wire();
      alices.through(shown(profile, "alice", reader));
      Actor alice = exchange.comes("alice", alices.port());
      alice.types("bob:Hello");
      bob.reads("[Message from alice]: Hello");
      bob.types("alice:Hello yourself");
      alice.reads("Hello yourself");
    }
  }
}
