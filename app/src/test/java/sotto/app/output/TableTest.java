package sotto.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsLineUpAndNumbersStandToTheRight() {
    var table = new Table("name", "count").row("日本", "7").row("bob", "1200");
    assertThat(table.lines(Style.PLAIN)).containsExactly("name  count", "日本      7", "bob    1200");
  }

  @Test
  void aTextIsCutToItsCellsWithAnEllipsis() {
    assertThat(Width.cut("abcdef", 4)).isEqualTo("abc…");
    assertThat(Width.cut("日本語", 5)).isEqualTo("日本…");
    assertThat(Width.cut("abcd", 4)).isEqualTo("abcd");
  }
}
