package sotto.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.app.CommandRun;
import sotto.app.output.Width;
import sotto.classic.lab.Drill;
import sotto.classic.lab.Laboratory;
import sotto.classic.lab.Opponent;
import sotto.classic.lab.Scene;

/// `./sotto lab …` as scripts and teachers use it.
class LabCommandTest {

  @Test
  void theListNamesEveryAttack() {
    CommandRun run = CommandRun.of("lab", "--json");
    assertThat(run.exitCode()).isZero();
    Set<String> lines = run.out().lines().collect(Collectors.toSet());
    for (Opponent attack : Laboratory.ATTACKS)
      assertThat(lines)
          .anyMatch(l -> l.startsWith("{\"event\":\"attack\",\"name\":\"" + attack.name() + "\","));
    String list = CommandRun.of("lab").out();
    assertThat(list).contains("challenge-key-from-signature", "(as published)");
    assertThat(list.lines()).allMatch(l -> Width.of(l) <= 80);
  }

  @Test
  void anAttackEndsWithItsVerdictAndItsWorksheetIsEscaped(@TempDir Path folder) throws Exception {
    Path sheet = folder.resolve("sheet.html");
    CommandRun run =
        CommandRun.of("lab", "attack", "room-server-reads", "--json", "--html", sheet.toString());
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out().lines().toList().getLast())
        .startsWith(
            "{\"event\":\"end\",\"name\":\"room-server-reads\",\"profile\":\"broken\",\"sotto\":\"stopped\",\"by\":\"");
    assertThat(run.out().lines())
        .allMatch(l -> l.startsWith("{\"event\":\"attack\"") || l.startsWith("{\"event\":\"end\""));
    String page = Files.readString(sheet);
    assertThat(page).contains("<h1>room-server-reads</h1>").doesNotContain("<script");
    assertThat(Worksheet.escaped("<b a=\"'\">&")).isEqualTo("&lt;b a=&quot;&#39;&quot;&gt;&amp;");
  }

  @Test
  void theSameSeedGivesTheSameOutputToTheLastLetter(@TempDir Path folder) throws Exception {
    for (String name : List.of("folder-spoof", "phone-key-substitution", "signed-forward")) {
      CommandRun one = seeded(name, folder.resolve("one.html"));
      CommandRun two = seeded(name, folder.resolve("two.html"));
      assertThat(one.exitCode()).as(one.out() + one.err()).isZero();
      assertThat(two.out()).isEqualTo(one.out());
      assertThat(folder.resolve("two.html")).hasSameTextualContentAs(folder.resolve("one.html"));
      assertThat(one.err()).contains("measured on profile: ", "measured on sotto: ", " ms");
      assertThat(one.out().lines()).allMatch(l -> Width.of(l) <= 80);
    }
  }

  private static CommandRun seeded(String name, Path sheet) {
    return CommandRun.of("lab", "attack", name, "--seed", "7", "--html", sheet.toString());
  }

  @Test
  void aWorksheetThatCannotBeWrittenIsSaidBeforeTheAttackRuns(@TempDir Path folder) {
    CommandRun run =
        CommandRun.of(
            "lab", "attack", "room-forge", "--html", folder.resolve("none/x.html").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("cannot be written");
  }

  @Test
  void whatPassesIsShownFieldByFieldOnAScreenOfEighty() {
    CommandRun run = CommandRun.of("lab", "watch", "challenge");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("length", "how many bytes follow");
    assertThat(run.out().lines()).allMatch(l -> Width.of(l) <= 80);
  }

  @Test
  void theDrillAlwaysShowsMessagesAfterTheNextCommit(@TempDir Path folder) throws Exception {
    Drill.Result result = SottoDrill.run(new Scene(folder, 5), Drill.LATEST_THEFT);
    assertThat(result.lines())
        .filteredOn(l -> l.when().equals("after the Commit"))
        .hasSize(2)
        .noneMatch(Drill.Line::isRead);
    assertThat(result.lines()).filteredOn(l -> l.when().equals("after")).hasSize(2);
  }

  @Test
  void anUnknownAttackSystemOrMessageIsWrongUsage() {
    assertThat(CommandRun.of("lab", "attack", "nothing").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("lab", "watch", "nothing").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("lab", "drill", "nothing", "--steal-at", "1").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("lab", "drill", "sotto", "--steal-at", "9").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("lab", "drill", "sotto").exitCode()).isEqualTo(2);
  }

  @Test
  void aThiefOfSottosStateReadsNothingOfBeforeAndNothingAfterTheNextCommit(@TempDir Path folder)
      throws Exception {
    Drill.Result result = SottoDrill.run(new Scene(folder, 5), 3);
    assertThat(result.lines()).hasSize(Drill.messages(3));
    for (Drill.Line line : result.lines())
      assertThat(line.isRead()).as(line.toString()).isEqualTo(line.when().equals("after"));
  }
}
