package sotto.tests.vectors;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.MlKem;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureScheme;

/// CCTV's text files: ML-KEM values as `name = hex`, ML-KEM keys that must be refused one to a
/// line, and the RFC 6979 vector of a rejected nonce.
final class CctvText implements Family {
  private static final Pattern VALUE =
      Pattern.compile("^(\\w+) = ([0-9a-fA-F]+)$", Pattern.MULTILINE);
  private static final int RHO_LENGTH = 32;
  private static final Pattern HEX_LINES = Pattern.compile("(?:[0-9a-f]+\\R)+");

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    String text = file.text().get();
    Optional<List<Case>> refusedKeys = refusedKeys(text);
    if (refusedKeys.isPresent()) {
      return refusedKeys;
    }
    Map<String, byte[]> values = values(text);
    if (has(values, "d", "z", "ek", "dk", "m", "K", "c")) {
      return Optional.of(List.of(new Case("ML-KEM", () -> wholeRun(values))));
    }
    if (has(values, "dk", "c", "K")) {
      return Optional.of(List.of(new Case("ML-KEM decapsulation", () -> decapsulation(values))));
    }
    if (has(values, "x", "Ux", "Uy", "r", "s") && text.contains("P-256")) {
      return Optional.of(List.of(new Case("ECDSA P-256", () -> signature(values, text))));
    }
    return Optional.empty();
  }

  /// The first value of each name: names come again for intermediate values of other steps.
  private static Map<String, byte[]> values(String text) {
    Map<String, byte[]> values = new HashMap<>();
    Matcher matcher = VALUE.matcher(text);
    while (matcher.find()) {
      if (matcher.group(2).length() % 2 == 0) {
        values.putIfAbsent(matcher.group(1), HexFormat.of().parseHex(matcher.group(2)));
      }
    }
    return values;
  }

  private static boolean has(Map<String, byte[]> values, String... names) {
    return Stream.of(names).allMatch(values::containsKey);
  }

  private static byte[] value(Map<String, byte[]> values, String name) {
    return values.getOrDefault(name, new byte[0]);
  }

  private static Optional<List<Case>> refusedKeys(String text) {
    List<String> lines = text.lines().toList();
    Optional<MlKem> parameters = byKeyLength(lines.isEmpty() ? 0 : lines.getFirst().length() / 2);
    if (parameters.isEmpty() || !HEX_LINES.matcher(text.strip() + "\n").matches()) {
      return Optional.empty();
    }
    return Optional.of(
        lines.stream()
            .map(line -> HexFormat.of().parseHex(line.strip()))
            .map(key ->
                new Case(
                    "encapsulation key " + HexFormat.of().formatHex(key, 0, 8),
                    () -> refused(parameters.get(), key)))
            .toList());
  }

  private static Optional<MlKem> byKeyLength(int bytes) {
    return Arrays.stream(MlKem.values()).filter(p -> p.publicKeyLength() == bytes).findFirst();
  }

  private static void refused(MlKem parameters, byte[] key) throws Exception {
    Secret randomness = Secret.zero(MlKem.RANDOMNESS_LENGTH);
    try {
      Product.crypto().encapsulate(parameters, key, randomness);
    } catch (MlsException refusal) {
      return;
    }
    throw new Case.Mismatch("an encapsulation key that is not reduced was accepted");
  }

  /// CCTV made these for the draft of FIPS 203, whose key generation hashes d alone; the final one
  /// hashes the rank with it (§5.1, algorithm 13), so that the same seed gives other keys. Where
  /// the keys are the draft's, the rest of the run starts from them.
  static void wholeRun(Map<String, byte[]> values) throws Exception {
    byte[] publicKey = value(values, "ek");
    MlKem parameters =
        byKeyLength(publicKey.length)
            .orElseThrow(() -> new Case.Unused("ML-KEM with keys of another length"));
    Secret seed = Secret.owning(WycheproofSymmetric.concat(value(values, "d"), value(values, "z")));
    Secret randomness = Secret.copyOf(value(values, "m"));
    Encapsulation made = Product.crypto().encapsulate(parameters, publicKey, randomness);
    Expect.equal("the ciphertext", value(values, "c"), made.encapsulated());
    Expect.equal("the sender's secret", value(values, "K"), made.sharedSecret().copy());
    if (Arrays.equals(publicKey, Product.crypto().publicKey(parameters, seed))) {
      Secret received = Product.crypto().decapsulate(parameters, seed, value(values, "c"));
      Expect.equal("the receiver's secret", value(values, "K"), received.copy());
    } else {
      // The public key ends with the first half of the hash of d.
      byte[] hashed = MessageDigest.getInstance("SHA3-512").digest(value(values, "d"));
      byte[] last = Arrays.copyOfRange(publicKey, publicKey.length - RHO_LENGTH, publicKey.length);
      Expect.equal("the end of the public key", Arrays.copyOf(hashed, RHO_LENGTH), last);
      byte[] key = value(values, "dk");
      byte[] end = Arrays.copyOfRange(key, key.length - value(values, "z").length, key.length);
      Expect.equal("the end of the private key", value(values, "z"), end);
      decapsulation(values);
    }
  }

  static void decapsulation(Map<String, byte[]> values) throws Exception {
    byte[] key = value(values, "dk");
    Expect.equal(
        "the secret", value(values, "K"), ExpandedMlKem.decapsulate(key, value(values, "c")));
  }

  /// Our signatures draw a nonce from the random source; the vector's must verify.
  private static void signature(Map<String, byte[]> values, String text) throws Exception {
    byte[] point =
        WycheproofSymmetric.concat(
            new byte[] {4}, WycheproofSymmetric.concat(value(values, "Ux"), value(values, "Uy")));
    Expect.equal(
        "the public key",
        point,
        Product.crypto().publicKey(DhGroup.P256, Secret.copyOf(value(values, "x"))));
    Matcher message = Pattern.compile("message = \"([^\"]*)\"").matcher(text);
    Expect.holds("the vector has a message", message.find());
    byte[] signature =
        Der.sequence(
            Der.integer(new BigInteger(1, value(values, "r"))),
            Der.integer(new BigInteger(1, value(values, "s"))));
    byte[] bytes = message.group(1).getBytes(StandardCharsets.UTF_8);
    Expect.equal(
        "the answer",
        Answer.EXPECTED,
        WycheproofCurves.verify(SignatureScheme.ECDSA_P256, point, bytes, signature));
  }
}
