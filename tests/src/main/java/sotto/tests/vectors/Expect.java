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
    if (!Arrays.equals(expected, actual)) {
      throw new Mismatch(
          what
              + " is "
              + shown(actual)
              + " instead of "
              + shown(expected)
              + where(expected, actual));
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

  /// Where two that begin alike differ.
  private static String where(byte[] expected, byte[] actual) {
    int first = Arrays.mismatch(expected, actual);
    return first < SHOWN_BYTES ? "" : ", from byte " + first + " on";
  }

  private static String shown(byte[] bytes) {
    int length = Math.min(bytes.length, SHOWN_BYTES);
    String hex = HexFormat.of().formatHex(bytes, 0, length);
    return bytes.length <= SHOWN_BYTES ? hex : hex + "… (" + bytes.length + " bytes)";
  }
}
