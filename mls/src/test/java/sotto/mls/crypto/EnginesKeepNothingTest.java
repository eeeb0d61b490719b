package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.LiveHeap;

/// The JDK's engines stay with their thread, what they worked on does not: it is not erased here,
/// and nothing holds it.
@Tag("invariant-11")
class EnginesKeepNothingTest {
  private static final Crypto CRYPTO = PortableCrypto.create();

  /// What to look for in the heap, by what it is.
  private final Map<String, byte[]> traces = new LinkedHashMap<>();

  private final SecureRandom random = new SecureRandom();

  @Test
  void afterUseNoEngineHoldsAKeyOrAMessage() throws Exception {
    sign(SignatureScheme.ECDSA_P256);
    sign(SignatureScheme.MLDSA44);
    agree(DhGroup.P384);
    encapsulate(MlKem.ML_KEM_768);
    byte[][] patterns = traces.values().toArray(byte[][]::new);
    String[] names = traces.keySet().toArray(String[]::new);
    var found = new TreeSet<String>();
    LiveHeap.findings(patterns).forEach(index -> found.add(names[index]));
    assertThat(found).isEmpty();
  }

  private void sign(SignatureScheme scheme) throws Exception {
    SignatureKeyPair keys = CRYPTO.generateSignatureKeyPair(scheme, random);
    SigningKey signing = CRYPTO.signingKey(keys);
    byte[] signature = signing.sign(message(scheme, "signed", 3000), random);
    byte[] received = message(scheme, "verified", 2000);
    assertThat(CRYPTO.verificationKey(scheme, keys.publicKey()).verify(received, signature))
        .isFalse();
    signing.sign(message(scheme, "signed at last", 1000), random);
    if (scheme == SignatureScheme.MLDSA44) {
      LatticeKeys lattice = new LatticeKeys(JdkProvider.SUN, "ML-DSA-44");
      look(scheme + " expanded", tail(lattice, keys.privateKey()));
      look(scheme + " seed", keys.privateKey().copy());
    } else {
      lookForNumber(scheme.toString(), keys.privateKey());
    }
  }

  /// Its last bytes, which no shorter message that comes after it overwrites.
  private byte[] message(SignatureScheme scheme, String what, int length) {
    byte[] message = new byte[length];
    random.nextBytes(message);
    look(scheme + " message " + what, Arrays.copyOfRange(message, length - 32, length));
    return message;
  }

  private void agree(DhGroup group) throws Exception {
    Secret mine = NistCurve.of(group).generate(random);
    Secret theirs = NistCurve.of(group).generate(random);
    Secret shared = CRYPTO.agree(group, mine, CRYPTO.publicKey(group, theirs));
    lookForNumber(group.toString(), mine);
    look(group + " shared", shared.copy());
  }

  private void encapsulate(MlKem parameters) throws Exception {
    Secret seed = Secret.random(MlKem.SEED_LENGTH, random);
    Secret randomness = Secret.random(MlKem.RANDOMNESS_LENGTH, random);
    Encapsulation made =
        CRYPTO.encapsulate(parameters, CRYPTO.publicKey(parameters, seed), randomness);
    Secret shared = CRYPTO.decapsulate(parameters, seed, made.encapsulated());
    look(parameters + " seed", Arrays.copyOf(seed.copy(), 32));
    look(parameters + " randomness", randomness.copy());
    look(parameters + " shared", shared.copy());
    look(
        parameters + " expanded",
        tail(new LatticeKeys(JdkProvider.SUN_JCE, parameters.algorithm()), seed));
  }

  /// Bytes from the middle of a private key in the JDK's encoding.
  private static byte[] tail(LatticeKeys keys, Secret seed) {
    byte[] encoded = keys.pair(seed).getPrivate().getEncoded();
    return Arrays.copyOfRange(encoded, 600, 632);
  }

  /// As the words of a number, whose dump is big-endian, and as the little-endian bytes with which
  /// the JDK multiplies.
  private void lookForNumber(String name, Secret scalar) {
    byte[] bytes = new BigInteger(1, scalar.copy()).toByteArray();
    byte[] low = Arrays.copyOfRange(bytes, bytes.length - 28, bytes.length);
    look(name + " number", low.clone());
    for (int i = 0; i < low.length / 2; i++) {
      byte other = low[low.length - 1 - i];
      low[low.length - 1 - i] = low[i];
      low[i] = other;
    }
    look(name + " number reversed", low);
  }

  private void look(String name, byte[] secret) {
    traces.put(name, LiveHeap.masked(secret));
    Arrays.fill(secret, (byte) 0);
  }
}
