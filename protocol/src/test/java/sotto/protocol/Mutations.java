package sotto.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// Presents damaged bytes to a decoder, which must answer with a value or [MlsException].
public final class Mutations {
  private Mutations() {}

  /// Decodes, encodes again, and says what came out.
  @FunctionalInterface
  public interface RoundTrip {
    byte[] apply(byte[] bytes) throws MlsException;
  }

  /// The bytes themselves come back the same.
  public static void comesBack(byte[] bytes, RoundTrip trip) throws MlsException {
    assertThat(trip.apply(bytes)).isEqualTo(bytes);
  }

  public static void everyTruncationIsRefused(byte[] bytes, RoundTrip trip) {
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(outcome(cut, trip)).as("cut to %d bytes", length).isEqualTo(Outcome.REFUSED);
    }
  }

  /// Whatever is accepted after a flip has an encoding that decodes to itself.
  public static void everyBitFlipEndsInOneOfTwoWays(byte[] bytes, RoundTrip trip) {
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      outcome(flipped, trip);
    }
  }

  public static void noiseEndsInOneOfTwoWays(RandomGenerator random, int tries, RoundTrip trip) {
    for (int i = 0; i < tries; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      outcome(noise, trip);
    }
  }

  private enum Outcome {
    ACCEPTED,
    REFUSED
  }

  private static Outcome outcome(byte[] bytes, RoundTrip trip) {
    byte[] again;
    try {
      again = trip.apply(bytes);
    } catch (MlsException refused) {
      assertThat(refused).hasMessageMatching("[A-Z0-9'].*\\.");
      return Outcome.REFUSED;
    }
    try {
      assertThat(trip.apply(again)).isEqualTo(again);
    } catch (MlsException e) {
      throw new AssertionError("what was accepted is refused when it is encoded again", e);
    }
    return Outcome.ACCEPTED;
  }
}
