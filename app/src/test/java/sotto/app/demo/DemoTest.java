package sotto.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sotto.app.CommandRun;

class DemoTest {
  @Test
  void everyFactHoldsAndEveryStepHasItsFourColumns() {
    var run = CommandRun.of("demo", "--json");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("{\"event\":\"step\"")))
        .hasSizeGreaterThan(10)
        .allMatch(line ->
            line.matches(".*\"name\":\".*\"wrote\":\".*\"left\":\".*\"stored\":\".*\"read\":\".*"));
    assertThat(run.out().lines().filter(line -> line.startsWith("{\"event\":\"check\"")))
        .hasSizeGreaterThan(15)
        .allMatch(line -> line.endsWith("\"ok\":true}"));
    assertThat(run.out().lines().reduce((_, last) -> last).orElse(""))
        .matches("\\{\"event\":\"end\",\"checks\":\\d+,\"failed\":0}");
  }
}
