package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.Seed;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.SignatureScheme;

/// Whatever single bit is flipped, whatever is cut off or appended, in a message of any kind and
/// suite: it is refused with the one checked exception, the state is as it was bit for bit, and the
/// genuine message is taken afterwards.
///
/// A run takes a sample of at least 10^5 alterations; with `-Dsotto.exhaustive=true` it takes all.
@Tag("invariant-3")
class AtomicRejectionTest {
  private static final boolean EXHAUSTIVE = Boolean.getBoolean("sotto.exhaustive");
  private static final int AT_LEAST = 100_000;

  /// Those found by a tag or a decoder cost microseconds, those found by a signature or a key
  /// encapsulation a thousand times that.
  private static final int SEALED_SAMPLE = 1000;

  private static final int SIGNED_SAMPLE = 90;

  /// The JDK's P-521 takes milliseconds for a signature.
  private static final int SLOW_SIGNED_SAMPLE = 30;

  private static final int STATE_CHECKED_EVERY = 32;
  private static final AtomicLong TRIED = new AtomicLong();

  @ParameterizedTest
  @EnumSource(CipherSuite.class)
  void whateverIsAlteredIsRefusedAndTheGenuineMessageIsTaken(CipherSuite suite) throws Exception {
    Random random = new Random(Seed.value() ^ suite.id());
    int signed =
        suite.signature() == SignatureScheme.ECDSA_P521 ? SLOW_SIGNED_SAMPLE : SIGNED_SAMPLE;
    for (Specimen specimen : new Specimens(suite, random).all()) {
      check(specimen, specimen.sealed() ? SEALED_SAMPLE : signed, random);
    }
  }

  @AfterAll
  static void enoughWasTried() {
    assertThat(TRIED.get()).isGreaterThanOrEqualTo(AT_LEAST);
  }

  private static void check(Specimen specimen, int count, Random random) throws Exception {
    byte[] genuine = specimen.genuine();
    Specimen.Taker taker = specimen.taker();
    byte[] before = taker.state();
    byte[] outcome = specimen.shared() ? taker.take(genuine) : new byte[0];
    Iterator<Alteration> alterations =
        (EXHAUSTIVE ? Alteration.all(genuine, random) : Alteration.sample(genuine, count, random))
            .iterator();
    for (int tried = 1; alterations.hasNext(); tried++) {
      Alteration alteration = alterations.next();
      refuse(specimen, alteration, outcome);
      if (tried % STATE_CHECKED_EVERY == 0) {
        assertThat(taker.state()).as(about(specimen, alteration)).isEqualTo(before);
      }
      TRIED.incrementAndGet();
    }
    assertThat(taker.state()).as(about(specimen, "all alterations")).isEqualTo(before);
    taker.take(genuine);
  }

  private static void refuse(Specimen specimen, Alteration alteration, byte[] outcome) {
    byte[] altered = alteration.of(specimen.genuine());
    try {
      byte[] after = specimen.taker().take(altered);
      if (!specimen.shared() || !Arrays.equals(after, outcome)) {
        throw new AssertionError(about(specimen, alteration) + " was taken");
      }
    } catch (MlsException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    } catch (RuntimeException e) {
      throw new AssertionError(about(specimen, alteration) + " ended in " + e, e);
    }
  }

  private static String about(Specimen specimen, Object alteration) {
    return specimen.name() + ", " + alteration + ", " + Seed.text();
  }
}
