package sotto.protocol;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The fuzz target, without a fuzzer: random bytes, of which many are small numbers, for every
/// decoder.
@Tag("invariant-9")
class FuzzTargetsTest {
  private static final int INPUTS = 200_000;

  @Test
  void decodersRefuseOrTakeWhateverComes() {
    RandomGenerator random = Seed.random();
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = new byte[1 + random.nextInt(random.nextInt(9) == 0 ? 300 : 30)];
      for (int at = 0; at < input.length; at++) {
        input[at] = (byte) (random.nextBoolean() ? random.nextInt(5) : random.nextInt(256));
      }
      input[0] = (byte) random.nextInt(DecodersFuzz.DECODERS);
      try {
        DecodersFuzz.fuzzerTestOneInput(input);
      } catch (RuntimeException e) {
        throw new AssertionError(Seed.describe() + ": " + e, e);
      }
    }
  }
}
