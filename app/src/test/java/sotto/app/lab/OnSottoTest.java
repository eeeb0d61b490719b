package sotto.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sotto.classic.lab.Laboratory;
import sotto.classic.lab.Opponent;
import sotto.classic.lab.Scene;
import sotto.classic.lab.Transcript;

/// Every attack of the laboratory is stopped on Sotto, from the same position.
class OnSottoTest {
  static Stream<String> names() {
    return OnSotto.ALL.stream().map(Opponent::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theAttackIsStopped(String name, @TempDir Path folder) throws Exception {
    var transcript = new Transcript(_ -> {});
    var outcome = OnSotto.named(name).orElseThrow().attack(transcript, new Scene(folder, 7));
    assertThat(outcome.broken()).as(outcome.by()).isFalse();
    assertThat(transcript.rows()).hasSizeGreaterThan(2);
  }

  @Test
  void everyAttackOnADesignHasItsLikeOnSottoFromTheSamePosition() {
    assertThat(OnSotto.ALL)
        .extracting(o -> o.name() + " " + o.position())
        .containsExactlyElementsOf(
            Laboratory.ATTACKS.stream().map(o -> o.name() + " " + o.position()).toList());
  }
}
