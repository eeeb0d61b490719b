package sotto.mls.tree;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Values that stand for nothing, so that others show whether they ignore what they do not know
/// (RFC 9420 §13.5). Received ones get no special treatment: "Clients MUST NOT implement any
/// special processing rules".
public final class Grease {
  private static final int VALUES = 15;

  private Grease() {}

  /// One of 0x0A0A, 0x1A1A, ... 0xEAEA.
  public static int value(RandomGenerator random) {
    given("random", random);
    return 0x0a0a + 0x1010 * random.nextInt(VALUES);
  }

  /// For the fields in which an unsupported value makes others refuse the whole.
  ///
  /// @throws IllegalArgumentException when a value is one of these
  public static void refuseIn(IntStream types) {
    given("types", types);
    // RFC 9420 §13.5: "GREASE values MUST NOT be sent in the following fields".
    if (types.anyMatch(Grease::isOne)) {
      throw new IllegalArgumentException("A GREASE value is used where it may not be sent.");
    }
  }

  /// Whether a value is one of these: for what is sent, and for what this client itself supports.
  public static boolean isOne(int value) {
    return value % 0x1010 == 0x0a0a && value <= 0xeaea;
  }

  /// The capabilities with a random value among the suites, extensions, proposals and credentials.
  public static Capabilities in(Capabilities plain, RandomGenerator random) {
    allGiven("plain random", plain, random);
    return new Capabilities(
        plain.versions(),
        with(plain.cipherSuites(), value(random)),
        with(plain.extensions(), value(random)),
        with(plain.proposals(), value(random)),
        with(plain.credentials(), value(random)));
  }

  private static List<Integer> with(List<Integer> values, int more) {
    List<Integer> all = new ArrayList<>(values);
    if (!all.contains(more)) {
      all.add(more);
    }
    return all;
  }
}
