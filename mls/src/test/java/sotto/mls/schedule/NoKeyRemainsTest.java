package sotto.mls.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.LiveHeap;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.LeafIndex;

/// RFC 9420 §9.2: "As soon as a group member consumes a value, they MUST immediately delete (all
/// representations of) that value."
class NoKeyRemainsTest {
  private static final byte[] NOTHING = {};

  @ParameterizedTest
  @EnumSource(
      names = {
        "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519",
        "MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448",
        "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519"
      })
  void afterUseNoRepresentationOfAKeyIsReachable(CipherSuite suite) throws Exception {
    SuiteCrypto crypto = new SuiteCrypto(suite, PortableCrypto.create());
    Secret root = Secret.random(crypto.hashLength(), new SecureRandom());
    SecretTree sender = SecretTree.rooted(root.duplicate(), 4);
    SecretTree receiver = SecretTree.rooted(root, 4);
    byte[][] traces = new byte[3][];
    byte[] sealed = send(crypto, sender, traces);
    receive(crypto, receiver, sealed);
    assertThat(LiveHeap.findings(traces)).as("0 key, 1 nonce, 2 root of the tree").isEmpty();
  }

  @Test
  void theSearchFindsWhatIsReachable() throws Exception {
    Secret reachable = Secret.random(16, new SecureRandom());
    Secret other = Secret.random(16, new SecureRandom());
    byte[][] traces = {trace(reachable), trace(other)};
    other.erase();
    assertThat(LiveHeap.findings(traces)).containsExactly(0);
    reachable.erase();
  }

  private static byte[] send(SuiteCrypto crypto, SecretTree tree, byte[][] traces) {
    Secret root = tree.secrets().getFirst();
    traces[2] = trace(root);
    Step<SecretTree> step = tree.next(crypto, new LeafIndex(1), RatchetType.APPLICATION);
    traces[0] = trace(step.key().key().key());
    traces[1] = trace(step.key().key().nonce());
    byte[] sealed = crypto.together(() -> step.key().key().seal(crypto, NOTHING, new byte[100]));
    step.consumed().forEach(Secret::erase);
    return sealed;
  }

  private static void receive(SuiteCrypto crypto, SecretTree tree, byte[] sealed)
      throws MlsException {
    Step<SecretTree> step =
        tree.at(crypto, new LeafIndex(1), RatchetType.APPLICATION, 0, new RatchetBounds(1, 1));
    crypto.together(() -> step.key().key().open(crypto, NOTHING, sealed));
    step.consumed().forEach(Secret::erase);
  }

  private static byte[] trace(Secret secret) {
    return LiveHeap.masked(secret.copy());
  }
}
