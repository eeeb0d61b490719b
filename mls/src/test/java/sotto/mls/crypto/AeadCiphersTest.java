package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.codec.MlsException;

class AeadCiphersTest {
  private static final byte[] DATA = {1, 2, 3};
  private static final Crypto CRYPTO = PortableCrypto.create();

  /// The JDK refuses to seal twice with the key and nonce that a cipher holds, so that it does not
  /// refuse shows that the cipher holds another key.
  @ParameterizedTest
  @EnumSource(names = {"AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305"})
  void noCipherKeepsAKeyAfterItsUse(Aead aead) throws Exception {
    for (byte fill : new byte[] {0, 1}) {
      byte[] key = new byte[aead.keyLength()];
      byte[] nonce = new byte[Aead.NONCE_LENGTH];
      key[0] = fill;
      byte[] sealed = CRYPTO.seal(aead, key, nonce, DATA, DATA);
      assertThat(CRYPTO.seal(aead, key, nonce, DATA, DATA)).isEqualTo(sealed);
      assertThat(CRYPTO.open(aead, key, nonce, DATA, sealed)).isEqualTo(DATA);
      assertThat(CRYPTO.seal(aead, key, nonce, DATA, DATA)).isEqualTo(sealed);
    }
  }

  /// Within a sequence a cipher does hold the key, so the JDK refuses; after it, it does not.
  @ParameterizedTest
  @EnumSource(names = {"AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305"})
  void aSequenceForgetsItsKeysWhenItEnds(Aead aead) throws Exception {
    byte[] key = new byte[aead.keyLength()];
    byte[] nonce = new byte[Aead.NONCE_LENGTH];
    byte[] sealed = CRYPTO.seal(aead, key, nonce, DATA, DATA);
    for (int i = 0; i < 2; i++) {
      byte[] opened =
          CRYPTO.together(() -> {
            CRYPTO.together(() -> CRYPTO.seal(aead, key, nonce, DATA, DATA));
            assertThatIllegalStateException()
                .isThrownBy(() -> CRYPTO.seal(aead, key, nonce, DATA, DATA));
            return CRYPTO.open(aead, key, nonce, DATA, sealed);
          });
      assertThat(opened).isEqualTo(DATA);
      assertThat(CRYPTO.seal(aead, key, nonce, DATA, DATA)).isEqualTo(sealed);
    }
    assertThatThrownBy(() ->
            CRYPTO.together(() -> {
              CRYPTO.seal(aead, key, nonce, DATA, DATA);
              throw new MlsException("refused");
            }))
        .isInstanceOf(MlsException.class);
    assertThat(CRYPTO.seal(aead, key, nonce, DATA, DATA)).isEqualTo(sealed);
  }

  @ParameterizedTest
  @EnumSource(names = {"AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305"})
  void everyFlippedBitAndEveryCutIsRefusedAndTheGenuineOpensAfterwards(Aead aead) throws Exception {
    byte[] key = new byte[aead.keyLength()];
    byte[] nonce = new byte[Aead.NONCE_LENGTH];
    byte[] sealed = CRYPTO.seal(aead, key, nonce, DATA, DATA);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> CRYPTO.open(aead, key, nonce, DATA, flipped))
          .isInstanceOf(MlsException.class);
    }
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThatThrownBy(() -> CRYPTO.open(aead, key, nonce, DATA, cut))
          .isInstanceOf(MlsException.class);
    }
    assertThat(CRYPTO.open(aead, key, nonce, DATA, sealed)).isEqualTo(DATA);
  }

  @Test
  void wrongKeyAndNonceLengthsAreBugs() {
    assertThatThrownBy(() -> CRYPTO.seal(Aead.AES_128_GCM, new byte[15], new byte[12], DATA, DATA))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CRYPTO.seal(Aead.AES_128_GCM, new byte[16], new byte[11], DATA, DATA))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CRYPTO.seal(Aead.EXPORT_ONLY, new byte[0], new byte[0], DATA, DATA))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
