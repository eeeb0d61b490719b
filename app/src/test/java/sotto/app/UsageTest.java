package sotto.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import sotto.app.command.Commands;
import sotto.app.output.Style;
import sotto.protocol.limits.Limit;

/// What the command line says before any server or profile is touched.
class UsageTest {
  static Stream<List<String>> commands() {
    return paths(Commands.of(new Sotto(nothing())), List.of()).stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExampleThatNeedsNoQuoting(List<String> command) {
    var args = new ArrayList<>(command);
    args.add("--help");
    var run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    var example =
        run.out().lines().filter(line -> line.startsWith("Example: ./sotto ")).findFirst();
    assertThat(example).as(run.out()).isPresent();
    assertThat(example.get().substring("Example: ".length()))
        .doesNotContainPattern("['\"`$*?\\\\|&;<> ]{2,}|['\"`$*?\\\\|&;<>]");
  }

  @Test
  void wrongUsageIsOneSentenceAndTwo() {
    for (String line :
        List.of(
            "",
            "dance",
            "send",
            "send bob hi there",
            "receive --wait soon",
            "receive --count 0",
            "register sotto://h:1/#f.t",
            "register sotto://h:1/#f.t --as a --phone +1",
            "group create",
            "verify 12345",
            "verify abcdef",
            "inspect 12",
            "serve --listen nowhere",
            "serve --register maybe",
            "serve --limit QUEUE_OVERFLOW",
            "serve --limit QUEUE_OVERFLOW=2",
            "serve --limit queue-messages=0",
            "serve --limit PUSH_WINDOW=-1",
            "serve --limit APPLICATION_MESSAGE_BYTES=5",
            "invite --expires soon",
            "history",
            "contacts --bogus")) {
      var run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" "));
      assertThat(run.exitCode()).as(line).isEqualTo(2);
      assertThat(run.out()).as(line).isEmpty();
      assertThat(run.err())
          .as(line)
          .matches("sotto: [^\n]+\\.\n")
          .doesNotContain("Exception", "\tat ", "is not a double", "is not an int");
    }
  }

  @Test
  void aWordThatIsAlmostACommandOrAnOptionIsRecognised() {
    assertThat(CommandRun.of("sned", "bob", "hi").err())
        .isEqualTo("sotto: There is no command 'sned'; did you mean send; see ./sotto --help.\n");
    assertThat(CommandRun.of("group", "creat", "x").err()).contains("did you mean create;");
    assertThat(CommandRun.of("receive", "--wiat", "3").err())
        .contains("There is no option --wiat; did you mean --wait");
    assertThat(CommandRun.of("send", "bob", "two", "words").err()).contains("'words'", "in quotes");
    assertThat(CommandRun.of("zzzzzz").err())
        .isEqualTo("sotto: There is no command 'zzzzzz'; see ./sotto --help.\n");
  }

  @Test
  void whoNamesALimitThatIsNotThereIsToldWhichThereAre() {
    var run = CommandRun.of("serve", "--limit", "QUEUE_ENTRIES=10");
    assertThat(run.exitCode()).isEqualTo(2);
    for (Limit limit : Limit.values()) {
      assertThat(run.err()).contains(limit.name());
    }
  }

  @Test
  void withJsonAnErrorIsALineOnStandardOutputToo() {
    var run = CommandRun.of("inspect", "12", "--json");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .startsWith("{\"event\":\"error\",\"code\":2,\"message\":\"")
        .hasLineCount(1);
    assertThat(run.err()).hasLineCount(1);
  }

  @Test
  void theVersionIsOneLine() {
    assertThat(CommandRun.of("--version").out()).matches("sotto [0-9.]+\\R");
  }

  private static List<List<String>> paths(CommandLine line, List<String> before) {
    List<List<String>> all = new ArrayList<>();
    all.add(before);
    line.getSubcommands()
        .forEach((name, sub) -> {
          var path = new ArrayList<>(before);
          path.add(name);
          all.addAll(paths(sub, path));
        });
    return all;
  }

  @Test
  void coloursAreOffWhereNobodyWantsThem() {
    var terminal = Surroundings.Screen.TERMINAL;
    assertThat(style(terminal, Map.of("TERM", "xterm"))).isEqualTo(Style.COLOURED);
    assertThat(style(Surroundings.Screen.STREAM, Map.of())).isEqualTo(Style.PLAIN);
    assertThat(style(terminal, Map.of("NO_COLOR", "1"))).isEqualTo(Style.PLAIN);
    assertThat(style(terminal, Map.of("TERM", "dumb"))).isEqualTo(Style.PLAIN);
    assertThat(style(terminal, Map.of(), "--no-color")).isEqualTo(Style.PLAIN);
    assertThat(style(terminal, Map.of(), "contacts", "--json")).isEqualTo(Style.PLAIN);
  }

  private static Style style(
      Surroundings.Screen screen, Map<String, String> environment, String... args) {
    var sotto = new Sotto(around(screen, environment));
    var _ = Commands.of(sotto).parseArgs(args);
    return sotto.style();
  }

  private static Surroundings nothing() {
    return around(Surroundings.Screen.STREAM, Map.of());
  }

  private static Surroundings around(Surroundings.Screen screen, Map<String, String> environment) {
    return new Surroundings(
        InputStream.nullInputStream(),
        System.out,
        System.err,
        environment,
        screen,
        Surroundings.Person.ABSENT);
  }
}
