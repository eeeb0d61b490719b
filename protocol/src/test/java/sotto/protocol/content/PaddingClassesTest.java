package sotto.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.protocol.Seed;

/// Rule 28 and invariant 10: lengths show only their class.
@Tag("rule-28")
@Tag("invariant-10")
class PaddingClassesTest {
  @Test
  void paddingNeverShrinksAndHasFewSizes() {
    assertThat(PaddingClasses.padded(0)).isEqualTo(512);
    assertThat(PaddingClasses.padded(512)).isEqualTo(512);
    assertThat(PaddingClasses.padded(513)).isEqualTo(1024);
    assertThat(PaddingClasses.padded(2049)).isEqualTo(4096);
    assertThat(PaddingClasses.padded(4096)).isEqualTo(4096);
    assertThat(PaddingClasses.padded(4097)).isEqualTo(4352);
    assertThat(PaddingClasses.padded(100_000)).isEqualTo(100_352);
    RandomGenerator random = Seed.random();
    for (int i = 0; i < 10_000; i++) {
      int length = random.nextInt(1 << 20);
      int padded = PaddingClasses.padded(length);
      assertThat(padded).as(Seed.describe()).isGreaterThanOrEqualTo(length);
      assertThat(PaddingClasses.padded(padded)).isEqualTo(padded);
      if (length > 4096) {
        assertThat(padded - length).isLessThan(length / 8);
      }
    }
  }
}
