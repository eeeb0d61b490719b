package sotto.classic.lab;

import java.util.List;
import sotto.classic.part.Sealed;
import sotto.classic.profile.Profiles;
import sotto.classic.record.Fields;

/// `signed` with a client that shows a message before it looks at the signature.
final class SignedCfbFlip implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "signed-cfb-flip",
        Profiles.SIGNED_SHOWS_FIRST,
        Position.WIRE,
        "whoever is on the recipient's wire and guesses the text",
        "bits flipped in the ciphertext are bits flipped in the text that is shown",
        "CFB only lays a key stream over the text, and a client that decrypts before it verifies shows what the attacker made"
            + " of it.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    String text = "pay 100 to Bob";
    String wanted = "pay 999 to Eve";
    try (var town = new RelayTown(scene, lesson().profile())) {
      Wire wire = town.wire();
      Actor bob = town.registers(RelayTown.BOB, wire.port());
      Actor alice = town.registers(RelayTown.ALICE);
      long since = System.nanoTime();
      wire.through((way, record) -> {
        var message = town.message(record);
        if (way == Wire.Way.TO_SERVER || message.isEmpty()) return List.of(record);
        Fields fields = message.get();
        Sealed sealed = town.sealed(fields);
        byte[] flipped = Bytes.turned(sealed.ciphertext(), 0, text, wanted);
        columns.attacker(
            "turns the ciphertext "
                + Bytes.shown(sealed.ciphertext())
                + " into "
                + Bytes.shown(flipped));
        return List.of(
            town.record(
                fields, new Sealed(sealed.wrappedKey(), sealed.iv(), flipped, sealed.proof())));
      });
      columns.victimSends("111 to 222: " + text);
      town.says(alice, RelayTown.BOB, text);
      bob.reads("Message from 111: " + wanted);
      columns.victimReceives("222: Message from 111: " + wanted);
      bob.reads("Warning: the signature of this message is not its sender's.");
      columns.victimReceives(
          "222, too late: Warning: the signature of this message is not its sender's.");
      return Outcome.broken(
          "222 reads another text than 111 wrote", Work.of(8, "bytes changed", since));
    }
  }
}
