package sotto.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sotto.mls.codec.MlsException;
import sotto.protocol.Seed;
import sotto.protocol.Shared;
import sotto.protocol.wire.Fields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Invariant 9: text of others never reaches a terminal or page as it came.
@Tag("invariant-9")
class DisplayTextTest {
  /// Nothing in `shown` moves a cursor, turns text around or hides.
  private static void isHarmless(String shown, String from) {
    String inner = shown.replaceAll("(?m)^( {2})?\u2068(.*)\u2069$", "$1$2");
    inner
        .codePoints()
        .forEach(c -> assertThat(isHarmless(c)).as("U+%04X in %s", c, escaped(from)).isTrue());
    assertThat(Normalizer.isNormalized(inner, Normalizer.Form.NFC)).as(escaped(from)).isTrue();
  }

  private static boolean isHarmless(int c) {
    if (c == '\n' || c == 0x200c || c == 0x200d || isArabicNumberSign(c)) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// Of category Cf, and drawn.
  private static boolean isArabicNumberSign(int c) {
    return c >= 0x0600 && c <= 0x0605
        || c == 0x06dd
        || c == 0x070f
        || c == 0x0890
        || c == 0x0891
        || c == 0x08e2;
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(80).forEach(c -> out.append(String.format("%04X ", c)));
    return out.toString();
  }

  private static void check(String text) {
    isHarmless(DisplayText.name(text).forTerminal(), text);
    isHarmless(DisplayText.line(text).forTerminal(), text);
    isHarmless(DisplayText.message(text).forTerminal(), text);
    assertThat(DisplayText.name(text).forTerminal()).doesNotContain("\n");
    String html = DisplayText.message(text).forHtml();
    assertThat(html).doesNotContain("<", ">", "\"", "'");
    assertThat(html.replaceAll("&(amp|lt|gt|quot|#39|#96);", "")).doesNotContain("&");
  }

  @ParameterizedTest
  @CsvSource({
    "hello, hello",
    "Grüße, Grüße",
    "Gru\u0308ße, Grüße",
    "'\u001b[31mred', ␛[31mred",
    "\u009b31m, [U+009B]31m",
    "a\u0007b, a␇b",
    "\u007f, ␡",
    "user\u202etxt.exe, user[U+202E]txt.exe",
    "\u2066a\u2069, [U+2066]a[U+2069]",
    "a\u200bb, a[U+200B]b",
    "pay\u200dpal, pay[U+200D]pal",
    "\ufeffa, [U+FEFF]a",
    "a\u00adb, a[U+00AD]b",
    "a\u2028b, a[U+2028]b",
    "\u0301a, \u25cc\u0301a",
    "👩🏽\u200d⚕\ufe0f, 👩🏽\u200d⚕\ufe0f",
    "❤\ufe0f, ❤\ufe0f",
    "a\ufe0f, a[U+FE0F]",
    "\udb40\udc41, [U+E0041]",
    "a\u3164b, a[U+3164]b",
    "\ue000, [U+E000]"
  })
  void isShownAs(String text, String shown) {
    assertThat(DisplayText.name(text).forTerminal()).isEqualTo(shown);
  }

  @Test
  void rightToLeftTextIsIsolatedAndKeptReadable() {
    assertThat(DisplayText.name("שלום").forTerminal()).isEqualTo("\u2068שלום\u2069");
    String persian = "می\u200cخواهم";
    assertThat(DisplayText.name(persian).forTerminal()).isEqualTo("\u2068" + persian + "\u2069");
  }

  @Test
  void aPileOfMarksIsCut() {
    String zalgo = "a" + "\u0335".repeat(500) + "b";
    assertThat(DisplayText.name(zalgo).forTerminal())
        .isEqualTo("a\u0335\u0335\u0335\u0335[+59 marks]…");
    assertThat(DisplayText.line(zalgo).forTerminal()).contains("[+496 marks]b");
  }

  @Test
  void aLineOfAMessageDoesNotPassForALineOfTheProgram() {
    assertThat(DisplayText.message("hi\r\nbob: I resign\rx").forTerminal())
        .isEqualTo("hi\n  bob: I resign␍x");
    assertThat(DisplayText.name("a\nb").forTerminal()).isEqualTo("a␊b");
  }

  @Test
  void longTextEndsInAnEllipsis() {
    String shown = DisplayText.name("😀".repeat(100)).forTerminal();
    assertThat(shown).endsWith("…");
    assertThat(shown.codePointCount(0, shown.length())).isEqualTo(DisplayText.NAME + 1);
  }

  @Test
  void aPageCannotBeBrokenOutOf() {
    assertThat(DisplayText.message("<script>\"'&`").forHtml())
        .isEqualTo("&lt;script&gt;&quot;&#39;&amp;&#96;");
  }

  @Test
  void theBigListOfNaughtyStringsIsHarmless() throws Exception {
    String json = Files.readString(Shared.at("vectors/text/blns.json"));
    for (JsonNode text : new ObjectMapper().readTree(json)) {
      check(text.asString());
    }
  }

  @TestFactory
  Stream<DynamicTest> utf8TestCases() throws Exception {
    return Files.readAllLines(Shared.at("vectors/text/utf8tests.txt")).stream()
        .filter(line -> line.matches("[0-9.]+:(in)?valid.*"))
        .map(line -> DynamicTest.dynamicTest(line, () -> checkUtf8(line.split(":"))));
  }

  private static void checkUtf8(String[] fields) throws Exception {
    byte[] bytes =
        fields[1].endsWith("hex") ? unhex(fields[2]) : fields[2].getBytes(StandardCharsets.UTF_8);
    if (fields[1].startsWith("valid")) {
      assertThat(Fields.utf8(bytes).getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
    } else {
      assertThatThrownBy(() -> Fields.utf8(bytes)).isInstanceOf(MlsException.class);
      String replaced = new String(unhex(fields[4]), StandardCharsets.UTF_8);
      assertThat(collapsed(DisplayText.message(bytes)))
          .isEqualTo(collapsed(DisplayText.message(replaced)));
    }
    isHarmless(DisplayText.message(bytes).forTerminal(), fields[0]);
  }

  /// Java puts one replacement character where Unicode recommends one for every byte.
  private static String collapsed(DisplayText text) {
    return text.forTerminal().replaceAll("\ufffd+", "\ufffd");
  }

  private static byte[] unhex(String field) {
    return HexFormat.of().parseHex(field.replace(" ", "").replace("nothing", ""));
  }

  @Test
  void everyCodePointAndNoiseAreHarmless() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      isHarmless(DisplayText.line("a" + Character.toString(c) + "b").forTerminal(), "a?b");
    }
    RandomGenerator random = Seed.random();
    for (int i = 0; i < 5_000; i++) {
      StringBuilder noise = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        noise.append((char) random.nextInt(0x10000));
      }
      check(noise.toString());
    }
  }
}
