package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import sotto.mls.Seed;

/// The algorithms are those of the JDK's own providers, whichever an application puts in front.
class ProvidersInFrontTest {
  private static final Path MAIN =
      Path.of(System.getProperty("sotto.root", "..")).resolve("mls/src/main/java/sotto/mls");
  private static final byte[] DATA = {1, 2, 3};
  private static final Crypto CRYPTO = PortableCrypto.create();

  private final Random random = new Random(Seed.value());

  /// Stands before the JDK's providers, has nothing and hears what is asked for.
  private static final class Listening extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient Set<String> asked = new ConcurrentSkipListSet<>();
    private final transient Thread heard;

    Listening(Thread heard) {
      super("Listening", "1", "hears every lookup that names no provider");
      this.heard = heard;
    }

    @Override
    public Service getService(String type, String algorithm) {
      if (Thread.currentThread().equals(heard)) {
        asked.add(type + " " + algorithm);
      }
      return super.getService(type, algorithm);
    }
  }

  /// In a thread of its own, whose engines are not yet made. The hashes of ML-KEM are looked up by
  /// the JDK itself, for each use.
  @Test
  void aProviderInFrontIsAskedForNothingOfOurs() throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          useEverything();
          return null;
        });
    Thread thread = new Thread(task);
    Listening listening = new Listening(thread);
    inFront(listening, thread, task);
    assertThat(listening.asked).isSubsetOf("MessageDigest SHA3-256", "MessageDigest SHA3-512");
  }

  @Test
  void withAnotherProviderInFrontTheResultsAreTheSame() throws Exception {
    FutureTask<Void> task = new FutureTask<>(() -> SelfTest.everything(CRYPTO), null);
    inFront(new BouncyCastleProvider(), new Thread(task), task);
  }

  /// Whoever adds a lookup adds it where engines are made.
  @Test
  void enginesAreAskedForInOnePlace() throws Exception {
    Pattern call = Pattern.compile("\\.getInstance\\(");
    List<Path> files;
    try (Stream<Path> all = Files.walk(MAIN)) {
      files = all.filter(file -> file.toString().endsWith(".java")).toList();
    }
    Set<String> calling = new TreeSet<>();
    for (Path file : files) {
      if (call.matcher(Files.readString(file)).find()) {
        calling.add(file.getFileName().toString());
      }
    }
    assertThat(files).hasSizeGreaterThan(100);
    assertThat(calling).containsExactly("X509Binding.java");
  }

  private static void inFront(Provider provider, Thread thread, FutureTask<Void> task)
      throws Exception {
    Security.insertProviderAt(provider, 1);
    try {
      thread.start();
      task.get();
    } finally {
      Security.removeProvider(provider.getName());
    }
  }

  private void useEverything() throws Exception {
    for (SignatureScheme scheme : SignatureScheme.values()) {
      SignatureKeyPair keys = CRYPTO.generateSignatureKeyPair(scheme, random);
      byte[] signature = CRYPTO.signingKey(keys).sign(DATA, random);
      assertThat(CRYPTO.verificationKey(scheme, keys.publicKey()).verify(DATA, signature)).isTrue();
    }
    for (Kem kem : Kem.values()) {
      Hpke hpke = new Hpke(CRYPTO, kem, Kdf.HKDF_SHA256, Aead.AES_128_GCM);
      HpkeKeyPair keys = hpke.generateKeyPair(random);
      HpkeCiphertext sealed = hpke.seal(keys.publicKey(), DATA, DATA, DATA, random);
      assertThat(hpke.open(keys, DATA, DATA, sealed)).isEqualTo(DATA);
    }
    for (HashFunction hash : HashFunction.values()) {
      assertThat(CRYPTO.hmac(hash, DATA, CRYPTO.hash(hash, DATA))).hasSize(hash.length());
    }
    byte[] nonce = new byte[Aead.NONCE_LENGTH];
    for (Aead aead : List.of(Aead.AES_256_GCM, Aead.CHACHA20_POLY1305)) {
      byte[] key = new byte[aead.keyLength()];
      byte[] sealed = CRYPTO.seal(aead, key, nonce, DATA, DATA);
      assertThat(CRYPTO.open(aead, key, nonce, DATA, sealed)).isEqualTo(DATA);
    }
  }
}
