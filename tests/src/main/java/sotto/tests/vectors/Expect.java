package sotto.tests.vectors;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import sotto.tests.vectors.Case.Check;
import sotto.tests.vectors.Case.Mismatch;
import sotto.tests.vectors.Case.Unused;

/// What a check states about the product's answer.
final class Expect {
  private static final int SHOWN_BYTES = 16;

  private Expect() {}

  static void equal(String what, byte[] expected, byte[] actual) throws Mismatch {
    int first = Arrays.mismatch(expected, actual);
    if (first >= 0) {
      int from = first < SHOWN_BYTES ? 0 : first;
      throw new Mismatch(
          what + " is " + shown(actual, from) + " instead of " + shown(expected, from));
    }
  }

  static void equal(String what, Object expected, Object actual) throws Mismatch {
    if (!Objects.equals(expected, actual)) {
      throw new Mismatch(what + " is " + actual + " instead of " + expected);
    }
  }

  static void holds(String what, boolean condition) throws Mismatch {
    if (!condition) {
      throw new Mismatch("not true: " + what);
    }
  }

  /// `attempt` must end in an exception of the product.
  static void refused(String what, Check attempt) throws Exception {
    try {
      attempt.run();
    } catch (Mismatch | Unused verdict) {
      throw verdict;
    } catch (Exception refusal) {
      return;
    }
    throw new Mismatch(what + " was accepted");
  }

  /// Some bytes from `from` on, where two that begin alike differ: such as `…0a0b… (64 bytes, these
  /// from byte 20 on)`.
  private static String shown(byte[] bytes, int from) {
    int to = Math.min(bytes.length, from + SHOWN_BYTES);
    String hex = HexFormat.of().formatHex(bytes, from, to);
    if (from == 0) {
      return to == bytes.length ? hex : hex + "… (" + bytes.length + " bytes)";
    }
    String more = to == bytes.length ? "" : "…";
    return "…" + hex + more + " (" + bytes.length + " bytes, these from byte " + from + " on)";
  }
}
