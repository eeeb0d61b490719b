package sotto.classic.lab;

import sotto.classic.key.RsaKeys;
import sotto.classic.part.Sealed;
import sotto.classic.part.SignatureScheme;
import sotto.classic.profile.Profiles;
import sotto.classic.record.Fields;

/// `challenge` as published: the signature is the signed key, turned by the private exponent.
final class ChallengeKeyFromSignature implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "challenge-key-from-signature",
        Profiles.published("challenge"),
        Position.WIRE,
        "whoever listens on the wire",
        "the DES key is read out of the signature",
        "Textbook RSA signs the DES key itself without hash or padding, and whoever has the public key turns the signature back"
            + " into it.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    String text = "The password is tulip.";
    try (var exchange = new Exchange(scene, lesson().profile())) {
      Wire wire = exchange.wire();
      Actor bob = exchange.comes("bob", exchange.port());
      Actor alice = exchange.comes("alice", wire.port());
      alice.types("bob:" + text);
      columns.victimSends("alice to bob: " + text);
      bob.reads("[Message from alice]: " + text);
      columns.victimReceives("bob: [Message from alice]: " + text);
      Fields message = exchange.messageOn(wire);
      Sealed sealed = exchange.sealed(message);
      columns.attacker(
          "sees the signature " + Bytes.shown(sealed.proof()) + " and the public key beside it");
      long since = System.nanoTime();
      var key = RsaKeys.publicKey(message.text("encrypted_package.public_key"));
      byte[] des = Bytes.last(SignatureScheme.recover(sealed.proof(), key), 8);
      columns.attacker("signature^e mod n ends in the DES key: " + Bytes.text(des));
      var cipher = exchange.profile.sealing().cipher();
      String read = Bytes.text(cipher.decrypt(des, sealed.iv(), sealed.ciphertext()));
      columns.attacker("decrypts: " + read);
      Work work = Work.of(1, "RSA public operation", since);
      return read.equals(text)
          ? Outcome.broken("the DES key was in the signature", work)
          : Outcome.stopped("the signature does not hold the key", work);
    }
  }
}
