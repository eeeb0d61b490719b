package sotto.tests.vectors;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Predicate;
import sotto.mls.codec.MlsException;

/// What the product made of a vector that may be invalid.
enum Answer {
  /// It gave the vector's result.
  EXPECTED,
  /// It gave another result.
  OTHER,
  /// It refused the input.
  REFUSED;

  /// Computes the product's result.
  @FunctionalInterface
  interface Computation {
    byte[] result() throws Exception;
  }

  /// Compares the product's result with the vector's. Only the exceptions that the product and JCA
  /// use to refuse input count as a refusal.
  static Answer comparing(byte[] expected, Computation computation) throws Exception {
    return of(actual -> Arrays.equals(expected, actual), computation);
  }

  static Answer of(Predicate<byte[]> isExpected, Computation computation) throws Exception {
    try {
      return isExpected.test(computation.result()) ? EXPECTED : OTHER;
    } catch (GeneralSecurityException | MlsException | IllegalArgumentException refusal) {
      return REFUSED;
    }
  }

  /// For signatures and tags, where a wrong one is refused by saying no.
  static Answer verified(boolean holds) {
    return holds ? EXPECTED : REFUSED;
  }
}
