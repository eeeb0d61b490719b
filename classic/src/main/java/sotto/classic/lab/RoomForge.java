package sotto.classic.lab;

import java.util.List;
import sotto.classic.part.Sealed;
import sotto.classic.part.Sealing;
import sotto.classic.profile.Profiles;
import sotto.classic.record.RoomPacket;

/// `room`: a hash without a key is no proof of anything.
final class RoomForge implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "room-forge",
        Profiles.described("room"),
        Position.WIRE,
        "whoever is on the wire and knows the text",
        "\"pay 100 to Bob\" becomes \"pay 999 to Eve\"",
        "The hash needs no key, so who knows a text turns the first block by the IV and puts the hash of the new text beside"
            + " it.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    String text = "pay 100 to Bob";
    String wanted = "pay 999 to Eve";
    try (var room = new ChatRoom(scene, lesson().profile())) {
      Wire wire = room.wire();
      Actor bob = room.comes("bob", room.port());
      Actor alice = room.comes("alice", wire.port());
      long since = System.nanoTime();
      wire.through((way, packet) -> {
        if (way == Wire.Way.TO_CLIENT) return List.of(packet);
        Sealed sealed = RoomPacket.decode(packet);
        byte[] iv = Bytes.turned(sealed.iv(), 0, text, wanted);
        columns.attacker("turns the iv " + Bytes.shown(sealed.iv()) + " into " + Bytes.shown(iv));
        byte[] hash = Sealing.sha256(Bytes.utf8(wanted));
        columns.attacker("puts the hash of the other text: " + Bytes.shown(hash));
        return List.of(RoomPacket.encode(new Sealed(new byte[0], iv, sealed.ciphertext(), hash)));
      });
      columns.victimSends("Alice to the room: " + text);
      alice.types(text);
      room.console.reads("Message integrity verified.");
      columns.victimReceives("the server: [✅] Message integrity verified.");
      bob.reads(wanted);
      columns.victimReceives("Bob: " + wanted);
      return Outcome.broken("a forged text passed as genuine", Work.of(1, "packet changed", since));
    }
  }
}
