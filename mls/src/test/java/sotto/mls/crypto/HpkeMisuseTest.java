package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What a caller of HPKE gets wrong is refused at once, with a sentence.
class HpkeMisuseTest {
  private static final byte[] NOTHING = {};
  private static final Hpke X25519 = hpke(Kem.DHKEM_X25519, Aead.AES_128_GCM);

  private final Random random = new Random(5);
  private final HpkeKeyPair keys = X25519.generateKeyPair(random);

  private static Hpke hpke(Kem kem, Aead aead) {
    return new Hpke(PortableCrypto.create(), kem, Kdf.HKDF_SHA256, aead);
  }

  private static void refused(String words, ThrowingCallable wrong) {
    assertThatIllegalArgumentException().isThrownBy(wrong).withMessageContaining(words);
  }

  @Test
  void aPreSharedKeyHasAnIdentifier() {
    Secret psk = Secret.random(32, random);
    refused(
        "identifier",
        () ->
            X25519.setupSender(
                keys.publicKey(), NOTHING, new HpkeMode.Psk<>(psk, NOTHING), random));
    refused(
        "identifier",
        () ->
            X25519.setupSender(
                keys.publicKey(), NOTHING, new HpkeMode.AuthPsk<>(keys, psk, NOTHING), random));
  }

  @Test
  void noNumberOfASequenceComesAgain() throws Exception {
    HpkeContext context =
        X25519.setupSender(keys.publicKey(), NOTHING, new HpkeMode.Base<>(), random).context();
    context.seal(NOTHING, NOTHING);
    refused("go back", () -> context.skipTo(0));
    refused("go back", () -> context.skipTo(-1));
    context.skipTo(Long.MAX_VALUE);
    context.seal(NOTHING, NOTHING);
    refused("go back", () -> context.skipTo(0));
    assertThatIllegalStateException()
        .isThrownBy(() -> context.seal(NOTHING, NOTHING))
        .withMessageContaining("are used");
  }

  @Test
  void whatOnlyExportsSealsNothing() throws Exception {
    HpkeContext context =
        hpke(Kem.DHKEM_X25519, Aead.EXPORT_ONLY)
            .setupSender(keys.publicKey(), NOTHING, new HpkeMode.Base<>(), random)
            .context();
    context.export(NOTHING, 32);
    assertThatIllegalStateException()
        .isThrownBy(() -> context.seal(NOTHING, NOTHING))
        .withMessageContaining("export-only");
    assertThatIllegalStateException()
        .isThrownBy(() -> context.open(NOTHING, new byte[16]))
        .withMessageContaining("export-only");
  }

  @Test
  void keysAreOfTheKemThatTheyAreUsedWith() {
    Hpke p256 = hpke(Kem.DHKEM_P256, Aead.AES_128_GCM);
    HpkeKeyPair others = p256.generateKeyPair(random);
    refused("is none of", () -> X25519.decapsulate(others, new byte[32]));
    refused("is none of", () -> p256.decapsulate(keys, new byte[65]));
    refused(
        "is none of",
        () -> X25519.setupSender(keys.publicKey(), NOTHING, new HpkeMode.Auth<>(others), random));
    refused(
        "is none of",
        () ->
            X25519.setupReceiver(
                new byte[32], others, NOTHING, new HpkeMode.Auth<>(keys.publicKey())));
  }
}
