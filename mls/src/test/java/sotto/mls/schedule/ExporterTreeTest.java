package sotto.mls.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;

class ExporterTreeTest {
  private static final SuiteCrypto CRYPTO =
      new SuiteCrypto(
          CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519, PortableCrypto.create());

  @Test
  void eachComponentGetsTheSecretOfItsLeafOnce() throws Exception {
    ExporterTree tree = ExporterTree.rooted(Secret.zero(32));
    ExporterTree.Exported first = tree.export(CRYPTO, 0x8001);
    assertThat(first.secret()).isEqualTo(leafSecret(0x8001));
    first.consumed().forEach(Secret::erase);
    assertThatThrownBy(() -> first.next().export(CRYPTO, 0x8001))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already exported");
    ExporterTree stored = ExporterTree.stored(first.next().rows());
    assertThatThrownBy(() -> stored.export(CRYPTO, 0x8001))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already exported");
    assertThat(stored.export(CRYPTO, 5).secret()).isEqualTo(leafSecret(5));
    assertThat(first.secret()).isEqualTo(leafSecret(0x8001));
  }

  @Test
  void aComponentIsAUint16() {
    ExporterTree tree = ExporterTree.rooted(Secret.zero(32));
    assertThatThrownBy(() -> tree.export(CRYPTO, 1 << 16))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.export(CRYPTO, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  /// draft-ietf-mls-extensions §4.4, step by step from the root.
  private static Secret leafSecret(int component) {
    Secret secret = Secret.zero(32);
    for (int bit = 15; bit >= 0; bit--) {
      String side = (component >>> bit & 1) == 0 ? "left" : "right";
      secret = CRYPTO.expandWithLabel(secret, "tree", side.getBytes(StandardCharsets.UTF_8), 32);
    }
    return secret;
  }
}
