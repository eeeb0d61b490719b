package sotto.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `./sotto bench` refuses before it measures anything: with a sentence, as exit code 2.
class WrongArgumentsTest {
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "speed",
        "mls 5",
        "mls --idle 3",
        "mls --members",
        "mls --members --quick",
        "mls --members x",
        "mls --members 1",
        "mls --members 2,,16",
        "mls --members 99999999999",
        "mls --members 2 --members 16",
        "mls --suites zz",
        "mls --suites 99",
        "mls --peer-seconds 0",
        "mls --quick --all",
        "server --all",
        "server --only everything",
        "server --servers nobody",
        "server --in-flight 1,x",
        "server --seconds 0",
        "server --idle x",
        "server --queued -1",
        "jmh -nothing",
        "jmh -f x",
        "jmh -p members=x",
        "jmh -p members=1",
        "jmh -p shape=ROUND",
        "jmh -p suite=99"
      })
  void aWrongArgumentIsASentence(String line) {
    List<String> args = line.isEmpty() ? List.of() : List.of(line.split(" "));
    assertThatExceptionOfType(WrongArgument.class)
        .isThrownBy(() -> Bench.run(args, NOWHERE))
        .satisfies(wrong -> assertThat(wrong.getMessage()).isNotBlank().doesNotContain("\n"));
  }

  @Test
  void rightArgumentsAreRead() {
    Options options =
        Options.parse("mls", List.of("--quick", "--members", "2,16", "--suites", "1,0x4F"));
    assertThat(options.isQuick()).isTrue();
    assertThat(options.numbers("members", List.of())).containsExactly(2, 16);
    assertThat(options.suites(List.of())).containsExactly(0x01, 0x4f);
    assertThat(options.number("peer-seconds", 60)).isEqualTo(60);
  }
}
