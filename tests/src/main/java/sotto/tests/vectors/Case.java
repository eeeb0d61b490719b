package sotto.tests.vectors;

/// One vector: its name within its file, and what is to be tried.
record Case(String name, Check check) {

  /// Returns when everything is as the vector says.
  @FunctionalInterface
  interface Check {
    /// @throws Mismatch when the product gives another answer than the vector
    /// @throws Unused when the product uses the algorithm nowhere
    /// @throws Remarked when everything is as the vector says, on a condition that is to be told
    void run() throws Exception;
  }

  /// The product's answer is not the vector's.
  static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;

    Mismatch(String sentence) {
      super(sentence);
    }
  }

  /// The vector is for something that the product does not have.
  static final class Unused extends Exception {
    private static final long serialVersionUID = 1L;

    Unused(String sentence) {
      super(sentence);
    }
  }

  /// The vector holds, and something is to be said of it.
  static final class Remarked extends Exception {
    private static final long serialVersionUID = 1L;

    Remarked(String remark) {
      super(remark);
    }
  }

  /// A case for something that the product does not have: skipped, with the reason.
  static Case unused(String name, String reason) {
    return new Case(
        name,
        () -> {
          throw new Unused(reason);
        });
  }
}
