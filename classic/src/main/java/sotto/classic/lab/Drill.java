package sotto.classic.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profile;
import sotto.classic.record.FolderRecords;
import sotto.classic.record.RoomPacket;

/// All secrets of one client of a design are stolen after one of its messages. The thief has
/// recorded everything from the first message on, and goes on recording.
public final class Drill {
  /// After any of so many messages the theft can happen.
  public static final int LATEST_THEFT = 8;

  private static final int AT_LEAST_AFTER = 4;

  private Drill() {}

  /// @param thief what the thief reads, or why it reads nothing
  public record Line(int number, String when, String text, boolean isRead, String thief) {}

  public record Result(String stolen, List<Line> lines, String summary) {}

  /// What was recorded, and what was stolen: a way to read each.
  private record Booty(String stolen, List<Reading> readings) {}

  private interface Reading {
    String read() throws Refusal;
  }

  public static Result run(Profile profile, Scene scene, int stealAt) throws Exception {
    Booty booty =
        switch (profile.document()) {
          case FOLDER -> folder(profile, scene, stealAt);
          case PHONE, SIGNED -> relay(profile, scene, stealAt);
          case ROOM -> room(profile, scene, messages(stealAt));
          case CHALLENGE -> challenge(profile, scene, messages(stealAt));
        };
    int messages = messages(stealAt);
    List<Line> lines = new ArrayList<>();
    for (int i = 1; i <= messages; i++) {
      String read = attempt(booty.readings().get(i - 1));
      boolean isRead = read.equals(text(i));
      lines.add(new Line(i, when(i, stealAt), text(i), isRead, read));
    }
    long count = lines.stream().filter(Line::isRead).count();
    return new Result(
        booty.stolen(),
        lines,
        "The thief reads "
            + count
            + " of "
            + messages
            + " messages: one key opens what was before and what comes after.");
  }

  /// How many messages are sent: some always come after the theft.
  public static int messages(int stealAt) {
    return Math.max(LATEST_THEFT, stealAt + AT_LEAST_AFTER);
  }

  public static String text(int number) {
    return "This is message " + number + ".";
  }

  public static String when(int number, int stealAt) {
    return number <= stealAt ? "before" : "after";
  }

  private static String attempt(Reading reading) {
    try {
      return reading.read();
    } catch (Refusal e) {
      return e.sentence();
    }
  }

  private static Booty folder(Profile profile, Scene scene, int stealAt) throws Exception {
    try (var folder = new SharedFolder(scene, profile)) {
      Actor user1 = folder.comes("user1");
      folder.comes("user2");
      SessionKey key = new SessionKey(new byte[0]);
      for (int i = 1; i <= messages(stealAt); i++) {
        folder.says(user1, text(i));
        if (i == stealAt) key = sessionKey(profile, scene);
      }
      SessionKey stolen = key;
      List<Reading> readings = new ArrayList<>();
      for (var record : folder.records()) {
        Sealed sealed =
            profile
                .placement()
                .take(FolderRecords.MESSAGE.decode(record), profile.sealing().cipher().ivBytes());
        readings.add(() -> profile.sealing().open(sealed, stolen, Optional.empty()).text());
      }
      return new Booty("User2's private key, and the session key that it opens", readings);
    }
  }

  private static SessionKey sessionKey(Profile profile, Scene scene) throws Exception {
    var keys = scene.folderOf("shared").resolve("keys");
    var mine = KeyFiles.readPrivate(keys.resolve("receiver_private.pem")).getPrivate();
    return profile.sealing().unwrap(KeyFiles.read(keys.resolve("session_aes.key")), mine);
  }

  private static Booty relay(Profile profile, Scene scene, int stealAt) throws Exception {
    try (var town = new RelayTown(scene, profile)) {
      Wire wire = town.wire();
      Actor bob = town.registers(RelayTown.BOB, wire.port());
      Actor alice = town.registers(RelayTown.ALICE);
      var stolen = town.privateKey(RelayTown.BOB);
      for (int i = 1; i <= messages(stealAt); i++) {
        town.says(alice, RelayTown.BOB, text(i));
        bob.reads("Message from 111: " + text(i));
        if (i == stealAt) stolen = town.privateKey(RelayTown.BOB);
      }
      var mine = stolen.getPrivate();
      List<Sealed> recorded = new ArrayList<>();
      for (byte[] record : wire.seen(Wire.Way.TO_CLIENT))
        if (town.message(record).isPresent()) recorded.add(town.sealed(town.message(record).get()));
      var sealing = profile.sealing();
      byte[] first = recorded.getFirst().wrappedKey();
      List<Reading> readings = new ArrayList<>();
      var alices = town.publicKey(RelayTown.ALICE);
      for (Sealed sealed : recorded) {
        byte[] wrapped = sealed.wrappedKey().length > 0 ? sealed.wrappedKey() : first;
        readings.add(() ->
            sealing.open(sealed, () -> sealing.unwrap(wrapped, mine), Optional.of(alices)).text());
      }
      return new Booty("the private key file of 222, with its password", readings);
    }
  }

  private static Booty room(Profile profile, Scene scene, int messages) throws Exception {
    try (var room = new ChatRoom(scene, profile)) {
      Wire wire = room.wire();
      var random = new WatchedRandom(scene.random("alice"), profile.sealing().keyBytes());
      Actor alice = room.comes("alice", wire.port(), random);
      for (int i = 1; i <= messages; i++) {
        alice.types(text(i));
        room.console.reads(text(i));
      }
      SessionKey key = new SessionKey(random.drawn().getFirst());
      List<Reading> readings = new ArrayList<>();
      for (byte[] packet : wire.seen(Wire.Way.TO_SERVER).stream().skip(1).toList()) {
        Sealed sealed = RoomPacket.decode(packet);
        readings.add(() -> profile.sealing().open(sealed, key, Optional.empty()).text());
      }
      return new Booty("Alice's AES key, out of her program's memory", readings);
    }
  }

  private static Booty challenge(Profile profile, Scene scene, int messages) throws Exception {
    try (var exchange = new Exchange(scene, profile)) {
      Wire wire = exchange.wire();
      Actor bob = exchange.comes("bob", exchange.port());
      // The same chance makes the same key pair: this is what lies in bob's memory.
      var mine = RsaKeys.generate(scene.random("bob")).getPrivate();
      Actor alice = exchange.comes("alice", wire.port());
      for (int i = 1; i <= messages; i++) {
        alice.types("bob:" + text(i));
        bob.reads(text(i));
      }
      var cipher = profile.sealing().cipher();
      List<Reading> readings =
          IntStream.range(0, messages)
              .<Reading>mapToObj(i ->
                  () -> {
                    Sealed sealed = exchange.sealed(exchange.messagesOn(wire).get(i));
                    SessionKey key = profile.sealing().unwrap(sealed.wrappedKey(), mine);
                    return Bytes.text(
                        cipher.decrypt(key.bytes(), sealed.iv(), sealed.ciphertext()));
                  })
              .toList();
      return new Booty("bob's private key, out of his program's memory", readings);
    }
  }
}
