package sotto.tests.vectors;

import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import sotto.mls.crypto.Aead;
import sotto.mls.crypto.Hpke;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Kdf;
import sotto.mls.crypto.Kem;
import sotto.mls.crypto.Secret;
import sotto.tests.vectors.Case.Unused;
import sotto.tests.vectors.Wycheproof.Group;

/// Wycheproof's tests of HPKE in base mode, one message to one key: opening, and sealing to keys
/// that may be malformed.
final class WycheproofHpke {
  private WycheproofHpke() {}

  static Answer decrypt(Group group, Fields test) throws Exception {
    Hpke hpke = hpke(group);
    HpkeKeyPair keys = hpke.keyPair(Secret.copyOf(test.hex("skRm")));
    Expect.equal("the public key", test.hex("pkRm"), keys.publicKey());
    byte[] plaintext = test.hex("pt");
    Answer opened = Answer.comparing(plaintext, () -> open(hpke, keys, test));
    return opened == Answer.EXPECTED ? seal(hpke, test) : opened;
  }

  static Answer encapsulate(Group group, Fields test) throws Exception {
    Hpke hpke = hpke(group);
    Answer sealed = seal(hpke, test);
    if (sealed != Answer.EXPECTED || !test.present("skRm")) {
      return sealed;
    }
    HpkeKeyPair keys = hpke.keyPair(Secret.copyOf(test.hex("skRm")));
    return Answer.comparing(test.hex("pt"), () -> open(hpke, keys, test));
  }

  private static byte[] open(Hpke hpke, HpkeKeyPair keys, Fields test) throws Exception {
    HpkeCiphertext ciphertext = new HpkeCiphertext(test.hex("enc"), test.hex("ct"));
    return hpke.open(keys, test.hex("info"), test.hex("aad"), ciphertext);
  }

  /// Of ML-KEM, `ikmE` is the randomness, and the result is the vector's; of the curves it is the
  /// ephemeral private key itself, which RFC 9180 derives, so that only taking the key shows.
  private static Answer seal(Hpke hpke, Fields test) throws Exception {
    boolean same = isLattice(hpke.kem()) && test.present("ikmE");
    RandomGenerator random = same ? new Playback(test.hex("ikmE")) : new Random(0);
    byte[] expected =
        same ? WycheproofSymmetric.concat(test.hex("enc"), test.hex("ct")) : new byte[0];
    return Answer.comparing(
        expected,
        () -> {
          HpkeCiphertext made =
              hpke.seal(
                  test.hex("pkRm"), test.hex("info"), test.hex("aad"), test.hex("pt"), random);
          return same ? WycheproofSymmetric.concat(made.kemOutput(), made.ciphertext()) : expected;
        });
  }

  private static boolean isLattice(Kem kem) {
    return kem == Kem.MLKEM512 || kem == Kem.MLKEM768 || kem == Kem.MLKEM1024;
  }

  private static Hpke hpke(Group group) throws Exception {
    Optional<Kem> kem = Kem.of(group.fields().integer("kemId"));
    Optional<Kdf> kdf = Kdf.of(group.fields().integer("kdfId"));
    Optional<Aead> aead = Aead.of(group.fields().integer("aeadId"));
    if (kem.isEmpty() || kdf.isEmpty() || aead.isEmpty()) {
      throw new Unused(
          "HPKE with %s, %s, %s"
              .formatted(
                  group.fields().text("kem"),
                  group.fields().text("kdf"),
                  group.fields().text("aead")));
    }
    return new Hpke(Product.crypto(), kem.get(), kdf.get(), aead.get());
  }
}
