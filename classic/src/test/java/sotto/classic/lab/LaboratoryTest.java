package sotto.classic.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every attack succeeds on the design that it is about.
class LaboratoryTest {
  static Stream<String> names() {
    return Laboratory.ATTACKS.stream().map(Opponent::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theAttackBreaksItsDesign(String name, @TempDir Path folder) throws Exception {
    var transcript = new Transcript(_ -> {});
    ProfileAttack attack = Laboratory.named(name).orElseThrow();
    var outcome = attack.attack(transcript, new Scene(folder, 7));
    assertThat(outcome.broken()).as(outcome.by()).isTrue();
    assertThat(transcript.rows())
        .extracting(Transcript.Row::column)
        .contains(Transcript.Column.ATTACKER, Transcript.Column.VICTIM_RECEIVES);
  }

  @Test
  void theSameSeedGivesTheSameColumnsAndBytes(@TempDir Path one, @TempDir Path two)
      throws Exception {
    for (String name : List.of("room-forge", "signed-cfb-flip"))
      assertThat(rows(name, one.resolve(name))).isEqualTo(rows(name, two.resolve(name)));
  }

  private static List<Transcript.Row> rows(String name, Path folder) throws Exception {
    var transcript = new Transcript(_ -> {});
    Laboratory.named(name).orElseThrow().attack(transcript, new Scene(folder, 11));
    return transcript.rows();
  }

  @Test
  void theListHasTheSixteenNamesOnceEach() {
    assertThat(names())
        .containsExactlyInAnyOrder(
            "folder-spoof",
            "folder-replay",
            "folder-remote-exit",
            "phone-key-substitution",
            "phone-evict",
            "phone-padding-oracle",
            "phone-past",
            "signed-forward",
            "signed-drain",
            "signed-cfb-flip",
            "room-dictionary",
            "room-forge",
            "room-server-reads",
            "challenge-key-from-signature",
            "challenge-des-search",
            "challenge-relabel");
  }
}
