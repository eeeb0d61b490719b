package sotto.mls.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// The portable primitives, and every array that passed through them and may hold a secret. What
/// the tests let it spoil answers wrongly.
public class ObservedCrypto implements DelegatingCrypto {
  private final Crypto real = PortableCrypto.create();

  /// Keys and outputs of HMAC, secrets given and made.
  private final List<byte[]> seen = new ArrayList<>();

  private final List<Secret> secrets = new ArrayList<>();
  private final List<byte[]> parts = new ArrayList<>();
  private final List<byte[]> drawn = new ArrayList<>();
  int hmacs;

  public ObservedCrypto() {}

  @Override
  public Crypto rest() {
    return real;
  }

  /// Randomness that is observed too.
  public RandomGenerator observed(RandomGenerator random) {
    return new RandomGenerator() {
      @Override
      public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
        drawn.add(bytes);
      }

      @Override
      public long nextLong() {
        return random.nextLong();
      }
    };
  }

  /// What was seen and still has a content, but for these.
  public List<byte[]> remaining(byte[]... known) {
    List<byte[]> all = new ArrayList<>(seen);
    all.addAll(drawn);
    secrets.stream()
        .filter(secret -> !secret.isErased())
        .map(secret -> secret.read(bytes -> bytes))
        .forEach(all::add);
    all.removeIf(bytes -> Arrays.equals(bytes, new byte[bytes.length]));
    for (byte[] one : known) {
      all.removeIf(bytes -> Arrays.equals(bytes, one));
    }
    return all;
  }

  /// Whether anything that passed through has that content now.
  public boolean holds(byte[] content) {
    return parts.stream().anyMatch(part -> Arrays.equals(part, content))
        || seen.stream().anyMatch(part -> Arrays.equals(part, content));
  }

  private Secret noted(Secret secret) {
    secrets.add(secret);
    return secret;
  }

  @Override
  public byte[] hmac(HashFunction hash, byte[] key, byte[]... data) {
    hmacs++;
    byte[] output = real.hmac(hash, key, data);
    seen.add(key);
    seen.add(output);
    parts.addAll(Arrays.asList(data));
    return output;
  }

  @Override
  public byte[][] hmacEach(HashFunction hash, byte[] key, byte[]... messages) {
    hmacs += messages.length;
    byte[][] outputs = real.hmacEach(hash, key, messages);
    seen.add(key);
    seen.addAll(Arrays.asList(outputs));
    parts.addAll(Arrays.asList(messages));
    return outputs;
  }

  @Override
  public byte[] seal(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
    seen.add(key);
    return real.seal(aead, key, nonce, associatedData, plaintext);
  }

  @Override
  public byte[] open(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
      throws MlsException {
    seen.add(key);
    return real.open(aead, key, nonce, associatedData, ciphertext);
  }

  @Override
  public byte[] publicKey(DhGroup group, Secret privateKey) throws MlsException {
    return real.publicKey(group, noted(privateKey));
  }

  @Override
  public Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException {
    return noted(real.agree(group, noted(privateKey), publicKey));
  }

  @Override
  public byte[] publicKey(MlKem parameters, Secret seed) throws MlsException {
    return real.publicKey(parameters, noted(seed));
  }

  @Override
  public Encapsulation encapsulate(MlKem parameters, byte[] publicKey, Secret randomness)
      throws MlsException {
    Encapsulation made = real.encapsulate(parameters, publicKey, noted(randomness));
    noted(made.sharedSecret());
    return made;
  }

  @Override
  public Secret decapsulate(MlKem parameters, Secret seed, byte[] ciphertext) throws MlsException {
    return noted(real.decapsulate(parameters, noted(seed), ciphertext));
  }
}
