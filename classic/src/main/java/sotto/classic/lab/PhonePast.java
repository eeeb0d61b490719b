package sotto.classic.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profiles;
import sotto.classic.record.Fields;

/// `phone`: one RSA key for ever.
final class PhonePast implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "phone-past",
        Profiles.described("phone"),
        Position.LEAKED_KEY,
        "whoever recorded the wire, and later gets the recipient's private key file",
        "a leaked long-term key opens all recorded messages",
        "Every session key travels under the same RSA key, so who has that key one day reads everything that was ever"
            + " recorded.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    List<String> texts =
        List.of("Monday: I am pregnant.", "Tuesday: tell nobody.", "Friday: the name is Ada.");
    try (var town = new RelayTown(scene, lesson().profile())) {
      Wire wire = town.wire();
      Actor bob = town.registers(RelayTown.BOB, wire.port());
      Actor alice = town.registers(RelayTown.ALICE);
      for (String text : texts) {
        town.says(alice, RelayTown.BOB, text);
        columns.victimSends("111 to 222: " + text);
        bob.reads("Message from 111: " + text);
        columns.victimReceives("222: Message from 111: " + text);
      }
      town.leaves(bob);
      List<Fields> recorded =
          wire.seen(Wire.Way.TO_CLIENT).stream().flatMap(r -> town.message(r).stream()).toList();
      columns.attacker(
          "has recorded "
              + recorded.size()
              + " messages, and a year later copies 222_private_key.pem");
      long since = System.nanoTime();
      var stolen = town.privateKey(RelayTown.BOB).getPrivate();
      var sealing = town.profile.sealing();
      SessionKey key = sealing.unwrap(town.sealed(recorded.getFirst()).wrappedKey(), stolen);
      List<String> read = new ArrayList<>();
      for (Fields message : recorded) {
        Sealed sealed = town.sealed(message);
        String text = sealing.open(sealed, key, Optional.empty()).text();
        columns.attacker("opens " + Bytes.shown(sealed.ciphertext()) + ": " + text);
        read.add(text);
      }
      Work work = Work.of(1, "RSA decryption", since);
      return read.equals(texts)
          ? Outcome.broken("all that was recorded is read", work)
          : Outcome.stopped("the recording stays closed", work);
    }
  }
}
