package sotto.classic.lab;

import java.security.KeyPair;
import java.util.Optional;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.QueuePolicy;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profiles;

/// `phone`: the server's word is all that ties a key to a number.
final class PhoneKeySubstitution implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "phone-key-substitution",
        Profiles.described("phone"),
        Position.SERVER,
        "whoever runs the server, or has its database",
        "the server hands out its own key at first contact and reads along",
        "A client believes whatever key the server names for a number, and no user can notice that it is another.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    String text = "The door code is 4831.";
    try (var town = new RelayTown(scene, lesson().profile())) {
      town.leaves(town.registers(RelayTown.BOB));
      Actor alice = town.registers(RelayTown.ALICE);
      long since = System.nanoTime();
      KeyPair own = RsaKeys.generate(scene.random("attacker"));
      String genuine = town.server.store().publicKey(RelayTown.BOB).orElseThrow();
      town.server.store().register(RelayTown.BOB, RsaKeys.pem(own.getPublic()));
      columns.attacker("writes a key of its own into the table of users, in the row of 222");
      String answer = town.says(alice, RelayTown.BOB, text);
      columns.victimSends("111 to 222: " + text);
      columns.victimReceives("111 is told: " + answer);
      var waiting = town.server.store().waiting(RelayTown.BOB).getFirst();
      var message = town.message(waiting.record()).orElseThrow();
      Sealed sealed = town.sealed(message);
      var sealing = town.profile.sealing();
      SessionKey key = sealing.unwrap(sealed.wrappedKey(), own.getPrivate());
      String read = sealing.open(sealed, key, Optional.empty()).text();
      columns.attacker("unwraps the session key with its own private key and reads: " + read);
      byte[] wrapped =
          sealing.wrap(key, RsaKeys.publicKey(genuine), scene.random("attacker again"));
      var onward = new Sealed(wrapped, sealed.iv(), sealed.ciphertext(), sealed.proof());
      town.server.store().delivered(waiting.id());
      town.server
          .store()
          .keep(
              RelayTown.BOB,
              town.record(message, onward),
              new QueuePolicy(2, town.profile.queue().overflow()));
      town.server.store().register(RelayTown.BOB, genuine);
      columns.attacker("wraps the same session key for the real 222 and puts everything back");
      town.returns(RelayTown.BOB);
      columns.victimReceives("222: Message from 111: " + text);
      return Outcome.broken(
          "the server read the message, and neither side can tell",
          Work.of(1, "row changed and changed back", since));
    }
  }
}
