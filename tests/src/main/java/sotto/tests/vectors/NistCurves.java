package sotto.tests.vectors;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureScheme;
import sotto.tests.vectors.Case.Mismatch;
import sotto.tests.vectors.Case.Unused;
import sotto.tests.vectors.KeyValueText.Block;

/// NIST CAVP's ECDSA (signatures made and verified, key pairs, public keys that may be none) and
/// ECC CDH. The section names the curve and, for signatures, the hash: `[P-256,SHA-256]`.
final class NistCurves implements Family {
  private static final Pattern CURVE = Pattern.compile("^([PKB]-\\d+)(?:,\\s*(SHA-?[\\d/]+))?");

  /// How key pairs were made, which comes between the curve and the pairs.
  private static final Pattern METHOD = Pattern.compile("(?m)^\\[B\\.4\\.[^\\]]*\\]\\s*$");

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    KeyValueText text = KeyValueText.parse(METHOD.matcher(file.text().get()).replaceAll(""));
    boolean known = text.has("qx", "qy") || text.has("qcavsx", "qcavsy", "diut", "ziut");
    if (!known || text.blocks().stream().noneMatch(b -> CURVE.matcher(b.section()).find())) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    for (Block block : text.blocks()) {
      if (block.has("qx", "qy") || block.has("qcavsx")) {
        cases.add(new Case(block.name(cases.size()), () -> check(block)));
      }
    }
    return Optional.of(List.copyOf(cases));
  }

  private static void check(Block block) throws Exception {
    Matcher section = CURVE.matcher(block.section());
    if (!section.find()) {
      throw new Unused("a curve that the file does not name");
    }
    SignatureScheme scheme = scheme(section.group(1));
    if (block.has("qcavsx")) {
      agreement(block, group(scheme));
    } else if (block.has("r", "s")) {
      // The first edition of the standard knew no other hash than SHA-1.
      String hash = Optional.ofNullable(section.group(2)).orElse("SHA-1");
      signature(block, scheme, hash.startsWith("SHA-") ? hash : "SHA-" + hash.substring(3));
    } else if (block.has("d")) {
      keyPair(block, group(scheme), "d", "qx", "qy");
    } else {
      publicKey(block, scheme);
    }
  }

  private static void agreement(Block block, DhGroup group) throws Exception {
    keyPair(block, group, "diut", "qiutx", "qiuty");
    Secret own = Secret.owning(number(block, "diut", group.privateKeyLength()));
    byte[] other = point(block, group, "qcavsx", "qcavsy");
    Expect.equal(
        "the shared secret", block.hex("ziut"), Product.crypto().agree(group, own, other).copy());
  }

  private static void keyPair(Block block, DhGroup group, String d, String x, String y)
      throws Exception {
    Secret own = Secret.owning(number(block, d, group.privateKeyLength()));
    byte[] expected = point(block, group, x, y);
    Expect.equal("the public key", expected, Product.crypto().publicKey(group, own));
  }

  /// Our signatures draw their own nonce, so those given are verified.
  private static void signature(Block block, SignatureScheme scheme, String hash) throws Exception {
    DhGroup group = group(scheme);
    if (block.has("d")) {
      keyPair(block, group, "d", "qx", "qy");
    }
    byte[] der =
        Der.sequence(
            Der.integer(new BigInteger(block.text("r"), 16)),
            Der.integer(new BigInteger(block.text("s"), 16)));
    byte[] message = block.hex("msg");
    byte[] point = point(block, group, "qx", "qy");
    Answer answer =
        hash.equals(HashedEcdsa.ownHash(scheme))
            ? WycheproofCurves.verify(scheme, point, message, der)
            : HashedEcdsa.verify(scheme, point, HashedEcdsa.hash(hash, message), der);
    Expect.equal("the answer", wanted(block), answer);
  }

  private static void publicKey(Block block, SignatureScheme scheme) throws Exception {
    Answer answer;
    try {
      byte[] point = point(block, group(scheme), "qx", "qy");
      answer =
          Answer.of(
              _ -> true,
              () -> {
                Product.crypto().verificationKey(scheme, point);
                return point;
              });
    } catch (Mismatch tooLarge) {
      answer = Answer.REFUSED;
    }
    Expect.equal("the answer", wanted(block), answer);
  }

  /// `Result = P (0 )` or `Result = F (1 - Message changed)`; where it has none, all is right.
  private static Answer wanted(Block block) {
    return block.fields().getOrDefault("result", "P").startsWith("F")
        ? Answer.REFUSED
        : Answer.EXPECTED;
  }

  private static byte[] point(Block block, DhGroup group, String x, String y) throws Mismatch {
    int length = group.privateKeyLength();
    byte[] both = WycheproofSymmetric.concat(number(block, x, length), number(block, y, length));
    return WycheproofSymmetric.concat(new byte[] {4}, both);
  }

  /// NIST writes numbers with more and with fewer zeros before them than the curve's length has.
  private static byte[] number(Block block, String name, int length) throws Mismatch {
    byte[] bytes;
    try {
      bytes = new BigInteger(block.text(name), 16).toByteArray();
    } catch (NumberFormatException malformed) {
      throw new Mismatch("the vector's " + name + " is not hexadecimal");
    }
    int surplus = bytes.length - length;
    for (int i = 0; i < surplus; i++) {
      if (bytes[i] != 0) {
        throw new Mismatch("the vector's " + name + " is too large for its curve");
      }
    }
    byte[] fixed = new byte[length];
    int count = Math.min(length, bytes.length);
    System.arraycopy(bytes, bytes.length - count, fixed, length - count, count);
    return fixed;
  }

  private static SignatureScheme scheme(String curve) throws Unused {
    return switch (curve) {
      case "P-256" -> SignatureScheme.ECDSA_P256;
      case "P-384" -> SignatureScheme.ECDSA_P384;
      case "P-521" -> SignatureScheme.ECDSA_P521;
      default -> throw new Unused("the curve " + curve);
    };
  }

  private static DhGroup group(SignatureScheme scheme) throws Unused {
    return switch (scheme) {
      case ECDSA_P256 -> DhGroup.P256;
      case ECDSA_P384 -> DhGroup.P384;
      case ECDSA_P521 -> DhGroup.P521;
      case ED25519, ED448, MLDSA44, MLDSA65, MLDSA87 ->
          throw new Unused(scheme + " in NIST's text");
    };
  }
}
