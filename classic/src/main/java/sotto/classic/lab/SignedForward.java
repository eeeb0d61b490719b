package sotto.classic.lab;

import java.util.List;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profiles;
import sotto.classic.record.Fields;

/// `signed`: the signature says nothing about to whom.
final class SignedForward implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "signed-forward",
        Profiles.described("signed"),
        Position.USER,
        "a recipient, through whose network the next victim reaches the server",
        "a recipient passes a message on as if it had been written to another",
        "The signature covers the encrypted text and neither the recipient nor the time nor the wrapped key, so it stays valid"
            + " for whoever gets the text under another key.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    String text = "I quit. Keep the money.";
    try (var town = new RelayTown(scene, lesson().profile())) {
      Wire bobs = town.wire();
      Wire carols = town.wire();
      Actor bob = town.registers(RelayTown.BOB, bobs.port());
      Actor carol = town.registers(RelayTown.CAROL, carols.port());
      Actor alice = town.registers(RelayTown.ALICE);
      town.says(alice, RelayTown.BOB, text);
      columns.victimSends("111 to 222: " + text);
      bob.reads("Message from 111: " + text);
      long since = System.nanoTime();
      Fields message =
          bobs.seen(Wire.Way.TO_CLIENT).stream()
              .flatMap(r -> town.message(r).stream())
              .findFirst()
              .orElseThrow();
      Sealed sealed = town.sealed(message);
      var sealing = town.profile.sealing();
      SessionKey key =
          sealing.unwrap(sealed.wrappedKey(), town.privateKey(RelayTown.BOB).getPrivate());
      byte[] wrapped = sealing.wrap(key, town.publicKey(RelayTown.CAROL), scene.random("attacker"));
      columns.attacker(
          "222 unwraps the AES key with his own private key and wraps it for 333: "
              + Bytes.shown(wrapped));
      carols.through((way, record) ->
          way == Wire.Way.TO_SERVER && !isQuestion(town, record) ? List.of() : List.of(record));
      var onward = new Sealed(wrapped, sealed.iv(), sealed.ciphertext(), sealed.proof());
      carols.inject(town.record(message.with("recipient_id", RelayTown.CAROL), onward));
      columns.attacker(
          "sends it to 333 with sender 111, the same encrypted text and the same signature "
              + Bytes.shown(sealed.proof())
              + ", and swallows her receipt");
      carol.reads("Message from 111: " + text);
      columns.victimReceives("333: Message from 111: " + text);
      return Outcome.broken(
          "333 has a validly signed message of 111 that 111 never wrote to her",
          Work.of(1, "key unwrapped and wrapped again", since));
    }
  }

  private static boolean isQuestion(RelayTown town, byte[] record) throws Exception {
    return town.profile.vocabulary().read(record).layout().name().equals("get_public_key");
  }
}
