package sotto.tests.vectors;

import java.nio.charset.StandardCharsets;
import java.util.List;
import sotto.mls.crypto.SignatureScheme;

/// CCTV's Ed25519 edge cases. Verifiers differ on them; docs/acceptable.md says which ours is, on
/// every provider: encodings must be canonical and keys not of small order, and the equation of RFC
/// 8032 §5.1.7 with the cofactor decides.
final class CctvEd25519 {
  /// A signature with any of these is refused, one with none is accepted.
  static final List<String> REFUSED = List.of("low_order_A", "non_canonical_A", "non_canonical_R");

  private CctvEd25519() {}

  static void check(Fields vector) throws Exception {
    byte[] message = vector.text("msg").getBytes(StandardCharsets.UTF_8);
    Answer answer =
        WycheproofCurves.verify(
            SignatureScheme.ED25519, vector.hex("key"), message, vector.hex("sig"));
    List<String> flags = vector.texts("flags");
    Answer wanted = flags.stream().anyMatch(REFUSED::contains) ? Answer.REFUSED : Answer.EXPECTED;
    Expect.equal("the answer to a signature with " + flags, wanted, answer);
  }
}
