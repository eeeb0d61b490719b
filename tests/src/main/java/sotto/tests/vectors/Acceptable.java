package sotto.tests.vectors;

import java.util.List;

/// What the product does with Wycheproof's `acceptable` tests, which standards leave open. The
/// reasons are in docs/acceptable.md; the tests hold the product to them.
final class Acceptable {
  /// Flags of what is refused; whatever has none of them gives the vector's result.
  static final List<String> REFUSED =
      List.of(
          "CompressedPublic",
          "CompressedPoint",
          "UnnamedCurve",
          "InvalidAsn",
          "InvalidPem",
          "InvalidEncoding",
          "MissingZero",
          "BerEncodedSignature",
          "BER",
          "SignatureSize",
          "SigSize",
          "ZeroSharedSecret");

  private Acceptable() {}

  static Answer decision(Fields test) {
    return test.texts("flags").stream().anyMatch(REFUSED::contains)
        ? Answer.REFUSED
        : Answer.EXPECTED;
  }
}
