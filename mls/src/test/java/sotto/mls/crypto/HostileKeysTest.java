package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.codec.MlsException;

/// Whatever bytes a peer sends as a key, a signature or a ciphertext: a value or [MlsException].
class HostileKeysTest {
  private static final byte[] NOTHING = {};
  private static final byte[] MESSAGE = {1, 2, 3};
  private static final long SEED = Long.getLong("sotto.seed", System.nanoTime());
  private static final Crypto CRYPTO = PortableCrypto.create();

  /// u-coordinates of small order, whichever way they are written.
  private static final String[] SMALL_25519 = {
    "00".repeat(32),
    "01" + "00".repeat(31),
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ec" + "ff".repeat(30) + "7f",
    "ed" + "ff".repeat(30) + "7f",
    "ee" + "ff".repeat(30) + "7f"
  };

  private static final String[] SMALL_448 = {
    "00".repeat(56),
    "01" + "00".repeat(55),
    "fe" + "ff".repeat(27) + "fe" + "ff".repeat(27),
    "ff".repeat(28) + "fe" + "ff".repeat(27),
    "00".repeat(28) + "ff".repeat(28)
  };

  private final RandomGenerator random = new Random(SEED);

  @ParameterizedTest
  @EnumSource
  void damagedSignaturesAndKeysAreRefused(SignatureScheme scheme) throws Exception {
    SignatureKeyPair keys = CRYPTO.generateSignatureKeyPair(scheme, random);
    assertThat(keys.publicKey()).hasSize(scheme.publicKeyLength());
    assertThat(keys.privateKey().length()).isEqualTo(scheme.privateKeyLength());
    byte[] signature = CRYPTO.signingKey(keys).sign(MESSAGE, random);
    VerificationKey key = CRYPTO.verificationKey(scheme, keys.publicKey());
    assertThat(key.verify(MESSAGE, signature)).isTrue();
    assertThat(key.verify(NOTHING, signature)).isFalse();
    assertThat(key.verify(MESSAGE, NOTHING)).isFalse();
    assertThat(key.verify(MESSAGE, Arrays.copyOf(signature, signature.length - 1))).isFalse();
    assertThat(key.verify(MESSAGE, Arrays.copyOf(signature, signature.length + 1))).isFalse();
    for (int i = 0; i < 64; i++) {
      byte[] flipped = flipped(signature);
      assertThat(key.verify(MESSAGE, flipped)).as("seed %d", SEED).isFalse();
      assertThat(verifies(scheme, flipped(keys.publicKey()), signature))
          .as("seed %d", SEED)
          .isFalse();
    }
    for (int length : new int[] {0, 1, keys.publicKey().length - 1, keys.publicKey().length + 1}) {
      assertThatThrownBy(
              () -> CRYPTO.verificationKey(scheme, Arrays.copyOf(keys.publicKey(), length)))
          .isInstanceOf(MlsException.class);
    }
  }

  private static boolean verifies(SignatureScheme scheme, byte[] publicKey, byte[] signature) {
    try {
      return CRYPTO.verificationKey(scheme, publicKey).verify(MESSAGE, signature);
    } catch (MlsException e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPrivateKeyThatDoesNotFitItsPublicKeySignsNothing(SignatureScheme scheme) {
    SignatureKeyPair keys = CRYPTO.generateSignatureKeyPair(scheme, random);
    SignatureKeyPair others = CRYPTO.generateSignatureKeyPair(scheme, random);
    assertThatThrownBy(() ->
            CRYPTO.signingKey(new SignatureKeyPair(scheme, keys.privateKey(), others.publicKey())))
        .isInstanceOf(MlsException.class);
    for (int length : new int[] {0, scheme.privateKeyLength() + 1}) {
      assertThatThrownBy(() -> CRYPTO.signatureKeyPair(scheme, Secret.random(length, random)))
          .isInstanceOf(MlsException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void damagedHpkeCiphertextsDoNotOpen(Kem kem) throws Exception {
    Hpke hpke = new Hpke(CRYPTO, kem, Kdf.HKDF_SHA256, Aead.AES_128_GCM);
    HpkeKeyPair keys = hpke.generateKeyPair(random);
    HpkeCiphertext sealed = hpke.seal(keys.publicKey(), MESSAGE, NOTHING, MESSAGE, random);
    assertThat(keys.publicKey()).hasSize(kem.publicKeyLength());
    assertThat(keys.privateKey().length()).isEqualTo(kem.privateKeyLength());
    assertThat(sealed.kemOutput()).hasSize(kem.encapsulationLength());
    assertThat(hpke.open(keys, MESSAGE, NOTHING, sealed)).isEqualTo(MESSAGE);
    assertThat(hpke.open(hpke.keyPair(keys.privateKey()), MESSAGE, NOTHING, sealed))
        .isEqualTo(MESSAGE);
    assertRefused(hpke, keys, new HpkeCiphertext(sealed.kemOutput(), NOTHING));
    assertRefused(hpke, keys, new HpkeCiphertext(NOTHING, sealed.ciphertext()));
    assertThatThrownBy(() -> hpke.open(keys, NOTHING, NOTHING, sealed))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> hpke.open(keys, MESSAGE, MESSAGE, sealed))
        .isInstanceOf(MlsException.class);
    for (int i = 0; i < 16; i++) {
      assertRefused(
          hpke, keys, new HpkeCiphertext(sealed.kemOutput(), flipped(sealed.ciphertext())));
      byte[] other = flipped(sealed.kemOutput());
      // RFC 7748 §5 ignores the highest bit of an X25519 key, but HPKE binds its bytes.
      assertRefused(hpke, keys, new HpkeCiphertext(other, sealed.ciphertext()));
    }
  }

  private static void assertRefused(Hpke hpke, HpkeKeyPair keys, HpkeCiphertext sealed) {
    assertThatThrownBy(() -> hpke.open(keys, MESSAGE, NOTHING, sealed))
        .as("seed %d", SEED)
        .isInstanceOf(MlsException.class);
  }

  @ParameterizedTest
  @EnumSource
  void malformedKemKeysAreRefused(Kem kem) {
    Hpke hpke = new Hpke(CRYPTO, kem, Kdf.HKDF_SHA256, Aead.AES_128_GCM);
    byte[] filled = new byte[kem.publicKeyLength()];
    Arrays.fill(filled, (byte) 0xff);
    for (byte[] key : new byte[][] {NOTHING, new byte[1], new byte[kem.publicKeyLength() + 1]}) {
      assertThatThrownBy(() -> hpke.encapsulate(key, random)).isInstanceOf(MlsException.class);
    }
    if (kem != Kem.DHKEM_X25519 && kem != Kem.DHKEM_X448) {
      assertThatThrownBy(() -> hpke.encapsulate(filled, random)).isInstanceOf(MlsException.class);
    }
    assertThatThrownBy(() -> hpke.keyPair(Secret.zero(kem.privateKeyLength() + 1)))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> hpke.keyPair(Secret.zero(0))).isInstanceOf(MlsException.class);
  }

  @Test
  void privateScalarsAreBelowTheOrderAndMayLackZeros() throws Exception {
    for (DhGroup group : new DhGroup[] {DhGroup.P256, DhGroup.P384, DhGroup.P521}) {
      byte[] ones = new byte[group.privateKeyLength()];
      Arrays.fill(ones, (byte) 0xff);
      assertThatThrownBy(() -> CRYPTO.publicKey(group, Secret.owning(ones)))
          .isInstanceOf(MlsException.class);
      assertThatThrownBy(() -> CRYPTO.publicKey(group, Secret.zero(group.privateKeyLength())))
          .isInstanceOf(MlsException.class);
      byte[] padded = new byte[group.privateKeyLength()];
      padded[padded.length - 1] = 5;
      assertThat(CRYPTO.publicKey(group, Secret.owning(new byte[] {5})))
          .isEqualTo(CRYPTO.publicKey(group, Secret.owning(padded)));
    }
  }

  @Test
  void anAllZeroSharedSecretIsRefused() {
    for (DhGroup group : new DhGroup[] {DhGroup.X25519, DhGroup.X448}) {
      Secret mine = Secret.random(group.privateKeyLength(), random);
      assertThatThrownBy(() -> CRYPTO.agree(group, mine, new byte[group.publicKeyLength()]))
          .isInstanceOf(MlsException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPublicKeyIsCheckedBeforeItIsUsed(Kem kem) throws Exception {
    Hpke hpke = new Hpke(CRYPTO, kem, Kdf.HKDF_SHA256, Aead.AES_128_GCM);
    byte[] genuine = hpke.generateKeyPair(random).publicKey();
    hpke.checkPublicKey(genuine);
    for (int length : new int[] {0, 1, genuine.length - 1, genuine.length + 1}) {
      assertThatThrownBy(() -> hpke.checkPublicKey(Arrays.copyOf(genuine, length)))
          .isInstanceOf(MlsException.class);
    }
    for (int i = 0; i < 200; i++) {
      byte[] other = flipped(genuine);
      assertThat(passes(() -> hpke.checkPublicKey(other)))
          .as("seed %d", SEED)
          .isEqualTo(passes(() -> hpke.encapsulate(other, random)));
    }
  }

  @Test
  void pointsOfSmallOrderAreKnown() throws Exception {
    for (String small : SMALL_25519) {
      byte[] point = HexFormat.of().parseHex(small);
      byte[] masked = point.clone();
      masked[31] ^= (byte) 0x80;
      for (byte[] key : new byte[][] {point, masked}) {
        assertThat(passes(() -> DhGroup.X25519.checkPublicKey(key))).isFalse();
        assertThat(agrees(DhGroup.X25519, key)).isFalse();
      }
    }
    for (String small : SMALL_448) {
      byte[] key = HexFormat.of().parseHex(small);
      assertThat(passes(() -> DhGroup.X448.checkPublicKey(key))).isFalse();
      assertThat(agrees(DhGroup.X448, key)).isFalse();
    }
    for (DhGroup group : new DhGroup[] {DhGroup.X25519, DhGroup.X448}) {
      byte[] nine = new byte[group.publicKeyLength()];
      nine[0] = 9;
      assertThat(passes(() -> group.checkPublicKey(nine))).isTrue();
      assertThat(passes(() -> group.checkPublicKey(new byte[5]))).isFalse();
    }
  }

  /// FIPS 203 §7.2: numbers below 3329, two in three bytes.
  @Test
  void theNumbersOfAnMlKemKeyAreReduced() {
    for (MlKem parameters : MlKem.values()) {
      byte[] key = new byte[parameters.publicKeyLength()];
      for (int last : new int[] {3328, 3329, 4095}) {
        key[0] = (byte) last;
        key[1] = (byte) (last >> 8);
        assertThat(passes(() -> parameters.checkPublicKey(key))).isEqualTo(last == 3328);
        key[1] = (byte) (last << 4);
        key[2] = (byte) (last >> 4);
        key[0] = 0;
        assertThat(passes(() -> parameters.checkPublicKey(key))).isEqualTo(last == 3328);
        key[1] = 0;
        key[2] = 0;
      }
    }
  }

  private boolean agrees(DhGroup group, byte[] key) {
    Secret mine = Secret.random(group.privateKeyLength(), random);
    return passes(() -> CRYPTO.agree(group, mine, key));
  }

  /// What may refuse.
  private interface Check {
    void run() throws MlsException;
  }

  private static boolean passes(Check check) {
    try {
      check.run();
      return true;
    } catch (MlsException refused) {
      return false;
    }
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }
}
