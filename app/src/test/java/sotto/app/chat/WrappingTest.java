package sotto.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class WrappingTest {
  @Test
  void aLongLineBreaksBetweenWordsAndGoesOnIndented() {
    assertThat(rows("09:30 bob: one two three four five", 25))
        .containsExactly("09:30 bob: one two three", "      four five");
  }

  @Test
  void aWordLongerThanTheScreenIsCut() {
    assertThat(rows("x".repeat(60), 30))
        .containsExactly("x".repeat(30), "      " + "x".repeat(24), "      " + "x".repeat(6));
  }

  @Test
  void noRowIsWiderThanTheScreenWhateverTheText() {
    for (int columns = 1; columns < 40; columns++) {
      int width = columns;
      assertThat(Wrapping.rows("日本語 a \u001b[1mbold\u001b[0m words-and-words 日本 𝄞", columns))
          .allMatch(row -> row.columnLength() <= Math.max(2, width));
    }
  }

  @Test
  void theLinesOfATextStayLines() {
    assertThat(rows("a\n    b", 30)).containsExactly("a", "    b");
  }

  private static List<String> rows(String line, int columns) {
    return Wrapping.rows(line, columns).stream().map(AttributedString::toString).toList();
  }
}
