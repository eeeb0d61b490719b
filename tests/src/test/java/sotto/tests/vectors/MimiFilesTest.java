package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// MIMI's examples beyond those in the shared set.
class MimiFilesTest {
  private static final String SALT = "500a590d73b2c7761c39168be5ebf7f2e6";
  private static final String ID =
      "582001b0084467273cc43d6f0ebeac13eb84229c4fffe8f6c3594c905f47779e5a79";
  private static final String SENDER =
      "01781e6d696d693a2f2f6578616d706c652e636f6d2f752f626f622d6a6f6e6573";
  private static final String PASSED = "1 passed, 0 failed, 0 skipped";
  private static final String FAILED = "0 passed, 1 failed, 0 skipped";

  private static String total(String hex) {
    return Runs.lines(HexFormat.of().parseHex(hex)).getLast();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Neither URI, the sender's alone, one that is unknown.
        "f640f6f6a083016000",
        "f640f6f6a1" + SENDER + "83016000",
        "f640f6f6a2" + SENDER + "61610783016000",
        // A deletion, a topic that ends, a reply.
        ID + "40f6" + ID + "a1" + SENDER + "83016000",
        "f647466f6f2031313882f41a62036674f6a083016000",
        // Something elsewhere, and parts in parts.
        "f640f6f6a08f07600260781e68747470733a2f2f6578616d706c652e636f6d2f6a6f696e2f3132333435"
            + "00000040404000406060",
        "f640f6f6a085016003008285016001616141418501600302828301600083016000"
      })
  void contentIsReadWithWhatItMayHaveAndLack(String rest) {
    String file = "87" + SALT + rest;
    assertThat(total(file)).as(file).isEqualTo(PASSED);
    assertThat(total(file + "00")).isEqualTo(FAILED);
    assertThat(total(file.substring(0, file.length() - 2))).isEqualTo(FAILED);
  }

  @Test
  void aStatusMayHaveMoreReceiptsThanFitIntoTheFirstByte() {
    assertThat(total("8182" + ID + "02")).isEqualTo(PASSED);
    String many = ("82" + ID + "02").repeat(30);
    assertThat(total("981e" + many)).isEqualTo(PASSED);
    assertThat(total("981f" + many)).isEqualTo(FAILED);
  }
}
