package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.Seed;

/// What an operation made on its way is zero when it returns.
@Tag("invariant-11")
class ErasureTest {
  private static final byte[] NOTHING = {};
  private static final byte[] INFO = {1, 2, 3};

  private final Random random = new Random(Seed.value());
  private final ObservedCrypto crypto = new ObservedCrypto();

  private Hpke hpke(Kem kem) {
    return new Hpke(crypto, kem, Kdf.HKDF_SHA256, Aead.AES_128_GCM);
  }

  /// Hashes of what is public: the empty PSK id and the info.
  private static byte[][] publicHashes(Hpke hpke, byte[] pskId) {
    LabeledKdf kdf =
        LabeledKdf.ofHpke(new Hpke(PortableCrypto.create(), hpke.kem(), hpke.kdf(), hpke.aead()));
    return new byte[][] {
      content(kdf.extract(Labels.EMPTY, "psk_id_hash", pskId)),
      content(kdf.extract(Labels.EMPTY, "info_hash", INFO))
    };
  }

  @ParameterizedTest
  @EnumSource
  void sealingLeavesNothing(Kem kem) throws Exception {
    Hpke hpke = hpke(kem);
    byte[] publicKey =
        new Hpke(PortableCrypto.create(), kem, Kdf.HKDF_SHA256, Aead.AES_128_GCM)
            .generateKeyPair(random)
            .publicKey();
    hpke.seal(publicKey, INFO, NOTHING, INFO, crypto.observed(random));
    assertThat(crypto.remaining(publicHashes(hpke, NOTHING))).as(Seed.text()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void openingLeavesNothingButTheKey(Kem kem) throws Exception {
    Hpke other = new Hpke(PortableCrypto.create(), kem, Kdf.HKDF_SHA256, Aead.AES_128_GCM);
    HpkeKeyPair keys = other.generateKeyPair(random);
    HpkeCiphertext sealed = other.seal(keys.publicKey(), INFO, NOTHING, INFO, random);
    Hpke hpke = hpke(kem);
    hpke.open(keys, INFO, NOTHING, sealed);
    byte[][] hashes = publicHashes(hpke, NOTHING);
    assertThat(crypto.remaining(hashes[0], hashes[1], content(keys.privateKey())))
        .as(Seed.text())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aNewKeyPairIsAllThatIsLeftOfItsMaking(Kem kem) {
    HpkeKeyPair keys = hpke(kem).generateKeyPair(crypto.observed(random));
    assertThat(crypto.remaining(content(keys.privateKey()))).as(Seed.text()).isEmpty();
    HpkeKeyPair derived = hpke(kem).deriveKeyPair(Secret.random(48, random));
    assertThat(crypto.remaining(content(keys.privateKey()), content(derived.privateKey())))
        .as(Seed.text())
        .isEmpty();
    derived.erase();
    assertThat(derived.privateKey().isErased()).isTrue();
  }

  @Test
  void authenticatedModesLeaveNothing() throws Exception {
    Hpke hpke = hpke(Kem.DHKEM_X25519);
    HpkeKeyPair receiver = hpke.generateKeyPair(random);
    HpkeKeyPair sender = hpke.generateKeyPair(random);
    byte[] psk = new byte[32];
    Arrays.fill(psk, (byte) 7);
    byte[] pskId = {5};
    HpkeMode<HpkeKeyPair> mode = new HpkeMode.AuthPsk<>(sender, Secret.copyOf(psk), pskId);
    Hpke.SenderSetup setup =
        hpke.setupSender(receiver.publicKey(), INFO, mode, crypto.observed(random));
    setup.context().erase();
    byte[][] hashes = publicHashes(hpke, pskId);
    assertThat(
            crypto.remaining(
                hashes[0], hashes[1], content(receiver.privateKey()), content(sender.privateKey())))
        .as(Seed.text())
        .isEmpty();
    assertThat(crypto.holds(psk)).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> setup.context().seal(NOTHING, NOTHING));
    assertThatIllegalStateException().isThrownBy(() -> setup.context().export(NOTHING, 32));
  }

  @Test
  void hkdfLeavesItsResultAlone() {
    Secret key = Secret.random(32, random);
    byte[] content = key.copy();
    byte[] output = Hkdf.expand(crypto, HashFunction.SHA256, key, INFO, 80).copy();
    assertThat(crypto.remaining(content)).isEmpty();
    assertThat(output).hasSize(80);
    int before = crypto.hmacs;
    Hkdf.expand(crypto, HashFunction.SHA256, key, INFO, 64);
    assertThat(crypto.hmacs - before).isEqualTo(2);
  }

  @Test
  void ofSeveralOutputsOfHkdfTheirBytesAloneAreLeft() {
    Secret key = Secret.random(32, random);
    byte[][] infos = {INFO, NOTHING, INFO};
    List<Secret> outputs =
        Hkdf.firstBlocks(crypto, HashFunction.SHA256, key, infos, new int[] {12, 32, 0});
    byte[][] known = new byte[][] {key.copy(), outputs.get(1).copy()};
    assertThat(crypto.remaining(known)).isEmpty();
  }

  /// FIPS 186-5 §A.2.2: what is not below the order is drawn again.
  @Test
  void aRejectedScalarIsErasedAndAnotherDrawn() {
    byte[] draws = new byte[64];
    Arrays.fill(draws, 0, 32, (byte) 0xff);
    draws[63] = 9;
    Secret scalar = NistCurve.of(DhGroup.P256).generate(crypto.observed(new FixedRandom(draws)));
    assertThat(scalar.copy()).isEqualTo(Arrays.copyOfRange(draws, 32, 64));
    assertThat(crypto.remaining(scalar.copy())).isEmpty();
  }

  @Test
  void ofAScalarOfP521TheBitsAboveTheOrderAreCleared() {
    byte[] draw = new byte[66];
    draw[0] = (byte) 0xfe;
    draw[65] = 3;
    Secret scalar = NistCurve.of(DhGroup.P521).generate(new FixedRandom(draw));
    byte[] three = new byte[66];
    three[65] = 3;
    assertThat(scalar.copy()).isEqualTo(three);
  }

  /// draft-ietf-hpke-pq §4: of a NIST curve the first chunk of the seed that is a private key.
  @Test
  void aHybridKemTakesTheFirstScalarThatFits() throws Exception {
    Hpke hpke = hpke(Kem.MLKEM768_P256);
    HpkeKeyPair keys = hpke.generateKeyPair(random);
    byte[] draws = new byte[32 + 96];
    Arrays.fill(draws, 32, 64, (byte) 0xff);
    draws[95] = 11;
    draws[127] = 12;
    Encapsulation made = hpke.encapsulate(keys.publicKey(), new FixedRandom(draws));
    byte[] element =
        PortableCrypto.create().publicKey(DhGroup.P256, Secret.owning(new byte[] {11}));
    int split = MlKem.ML_KEM_768.ciphertextLength();
    assertThat(Arrays.copyOfRange(made.encapsulated(), split, made.encapsulated().length))
        .isEqualTo(element);
    assertThat(hpke.decapsulate(keys, made.encapsulated())).isEqualTo(made.sharedSecret());
  }

  @Test
  void contextsCountTheirMessages() throws Exception {
    Hpke hpke = hpke(Kem.DHKEM_X25519);
    HpkeKeyPair keys = hpke.generateKeyPair(random);
    Hpke.SenderSetup setup =
        hpke.setupSender(keys.publicKey(), INFO, new HpkeMode.Base<>(), random);
    byte[] first = setup.context().seal(NOTHING, INFO);
    byte[] second = setup.context().seal(NOTHING, INFO);
    HpkeContext skipping =
        hpke.setupReceiver(setup.encapsulated(), keys, INFO, new HpkeMode.Base<>());
    skipping.skipTo(1);
    assertThat(skipping.open(NOTHING, second)).isEqualTo(INFO);
    HpkeContext receiver =
        hpke.setupReceiver(setup.encapsulated(), keys, INFO, new HpkeMode.Base<>());
    assertThat(receiver.open(NOTHING, first)).isEqualTo(INFO);
    assertThat(receiver.open(NOTHING, second)).isEqualTo(INFO);
    Assertions.assertThatIllegalArgumentException().isThrownBy(() -> receiver.skipTo(1));
  }

  @Test
  void randomnessIsPlayedOnceAndNotMore() {
    RandomGenerator playback = ParameterRandom.playing(Secret.zero(32));
    playback.nextBytes(new byte[20]);
    assertThatIllegalStateException().isThrownBy(() -> playback.nextBytes(new byte[13]));
    playback.nextBytes(new byte[12]);
    assertThatIllegalStateException().isThrownBy(() -> playback.nextBytes(new byte[1]));
  }

  @Test
  void signatureKeysAreErasedToo() {
    SignatureKeyPair keys =
        PortableCrypto.create().generateSignatureKeyPair(SignatureScheme.ED25519, random);
    keys.erase();
    assertThat(keys.privateKey().isErased()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(SignatureScheme.class)
  void aSigningKeyEndsWithItsSecret(SignatureScheme scheme) throws Exception {
    Crypto portable = PortableCrypto.create();
    SignatureKeyPair keys = portable.generateSignatureKeyPair(scheme, random);
    SigningKey key = portable.signingKey(keys);
    byte[] message = {1, 2, 3};
    byte[] signature = key.sign(message, random);
    assertThat(portable.verificationKey(scheme, keys.publicKey()).verify(message, signature))
        .as(Seed.text())
        .isTrue();
    keys.privateKey().erase();
    assertThatIllegalStateException().isThrownBy(() -> key.sign(message, random));
  }

  private static byte[] content(Secret secret) {
    return secret.read(bytes -> bytes);
  }
}
