package sotto.tests.bench.mls;

import java.time.Instant;
import java.util.random.RandomGenerator;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.SuiteCrypto;
import sotto.tests.interop.Library;
import sotto.tests.interop.Library.Member;
import sotto.tests.interop.SottoLibrary;

/// What a message of 1 KB costs apart from its signature, in microseconds.
///
/// @param seal the symmetric primitives as the library calls them: five secrets, two ciphertexts,
///   and the forgetting of their keys
/// @param open the same for the receiver
/// @param protect the whole operation where nothing is signed
/// @param unprotect the whole operation, decoding included, where nothing is verified
record Symmetric(double seal, double open, double protect, double unprotect) {
  /// So many at once, because reading the clock takes a tenth as long as one.
  private static final int BATCH = 100;

  private static final byte[] CONTENT = new byte[1024];

  /// Twice over, because the compiler takes its time over AES-GCM.
  static Symmetric measure(Crypto crypto, int suiteId, Stopwatch watch) throws Exception {
    once(crypto, suiteId, watch);
    return once(crypto, suiteId, watch);
  }

  private static Symmetric once(Crypto crypto, int suiteId, Stopwatch watch) throws Exception {
    CipherSuite suite = CipherSuite.of(suiteId).orElseThrow();
    SymmetricSteps steps = new SymmetricSteps(new SuiteCrypto(suite, crypto));
    SymmetricSteps.Sealed sealed = steps.seal(CONTENT);
    double seal = watch.micros(() -> repeat(() -> steps.seal(CONTENT)));
    double open = watch.micros(() -> repeat(() -> steps.open(sealed)));
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    try (Library library =
        new SottoLibrary(new Unsigned(crypto), random, Instant.now(), Runnable::run)) {
      Scene scene = Scene.of(library, suiteId, 2, Scene.Shape.FLAT);
      double unprotect = watch.micros(new Unprotecting(scene.founder(), scene.watcher()));
      double protect = watch.micros(() -> repeat(() -> scene.founder().protect(CONTENT)));
      return new Symmetric(seal / BATCH, open / BATCH, protect / BATCH, unprotect / BATCH);
    }
  }

  private static void repeat(Stopwatch.Plain operation) throws Exception {
    for (int i = 0; i < BATCH; i++) {
      operation.run();
    }
  }

  private record Unprotecting(Member sender, Member receiver)
      implements Stopwatch.Operation<byte[][]> {
    @Override
    public byte[][] prepare() throws Exception {
      byte[][] messages = new byte[BATCH][];
      for (int i = 0; i < BATCH; i++) {
        messages[i] = sender.protect(CONTENT);
      }
      return messages;
    }

    @Override
    public void run(byte[][] messages) throws Exception {
      for (byte[] message : messages) {
        receiver.unprotect(message);
      }
    }
  }
}
