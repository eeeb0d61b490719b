package sotto.classic.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import sotto.classic.key.KeyFiles;
import sotto.classic.profile.Document;
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
                    profile.document() == Document.SIGNED ? "the public key, PEM" : ""));
      byte[] framed = profile.framing().frame(record);
      synchronized (reader) {
        reader.accept(new Passed(from, framed.length, withLength(framed, record, notes)));
      }
      return List.of(record);
    };
  }

  private static List<Note> withLength(byte[] framed, byte[] record, List<Note> notes) {
    int prefix = framed.length - record.length;
    if (prefix == 0) return notes;
    var all = new ArrayList<Note>();
    all.add(
        new Note(
            "length",
            Bytes.shown(Arrays.copyOf(framed, prefix)),
            "how many bytes follow, big-endian"));
    all.addAll(notes);
    return all;
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
      byte[] key = KeyFiles.read(scene.folderOf("shared").resolve("keys/session_aes.key"));
      reader.accept(
          new Passed(
              "keys/session_aes.key",
              key.length,
              List.of(
                  new Note(
                      "key",
                      HexFormat.of().formatHex(key),
                      "64 bytes, for AES and for HMAC, under User2's RSA key"))));
      for (var record : folder.records()) {
        byte[] bytes = Json.write(record);
        reader.accept(
            new Passed("messages/message.json", bytes.length, profile.document().describe(bytes)));
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
      if (profile.document() == Document.SIGNED) alice.reads("Delivery receipt: ");
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
