package sotto.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.app.CommandRun;
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
    assertThat(CommandRun.of("lab").out()).contains("challenge (as published)");
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
    assertThat(page).contains("<h1>room-server-reads</h1>", "&#39;").doesNotContain("<script");
    assertThat(Worksheet.escaped("<b a=\"'\">&")).isEqualTo("&lt;b a=&quot;&#39;&quot;&gt;&amp;");
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
    assertThat(result.lines()).hasSize(Drill.MESSAGES);
    for (Drill.Line line : result.lines())
      assertThat(line.isRead()).as(line.toString()).isEqualTo(line.when().equals("after"));
  }
}
