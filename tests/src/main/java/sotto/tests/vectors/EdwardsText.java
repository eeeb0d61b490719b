package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.tests.vectors.Case.Unused;
import sotto.tests.vectors.KeyValueText.Block;

/// Vectors of RFC 7748 (X25519, X448) and RFC 8032 (Ed25519, Ed448) as text: in NIST's form, where
/// the lengths tell the curve, and Ed25519's own list, `seed and key:key:message:signature and
/// message:` to a line.
final class EdwardsText implements Family {
  private static final Pattern LINE =
      Pattern.compile("[0-9a-f]{128}:[0-9a-f]{64}:[0-9a-f]*:[0-9a-f]{128,}:");
  private static final int SEED = 32;
  private static final int SIGNATURE = 64;

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = file.text().get().lines().filter(line -> !line.isBlank()).toList();
    if (!lines.isEmpty() && LINE.matcher(lines.getFirst()).matches()) {
      return Optional.of(list(lines));
    }
    KeyValueText text = KeyValueText.parse(file.text().get());
    boolean known =
        text.has("input_scalar", "input_u", "output_u")
            || text.has("secret", "public", "message", "signature");
    if (!known) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    for (Block block : text.blocks()) {
      cases.add(new Case(block.name(cases.size()), () -> check(block)));
    }
    return Optional.of(List.copyOf(cases));
  }

  private static List<Case> list(List<String> lines) {
    List<Case> cases = new ArrayList<>();
    for (String line : lines) {
      cases.add(new Case("line " + (cases.size() + 1), () -> line(line)));
    }
    return List.copyOf(cases);
  }

  private static void line(String line) throws Exception {
    Expect.holds("the line has four parts", LINE.matcher(line).matches());
    String[] parts = line.split(":", -1);
    HexFormat hex = HexFormat.of();
    byte[] both = hex.parseHex(parts[0]);
    byte[] publicKey = hex.parseHex(parts[1]);
    byte[] message = hex.parseHex(parts[2]);
    byte[] signed = hex.parseHex(parts[3]);
    Expect.equal("the key beside the seed", publicKey, Arrays.copyOfRange(both, SEED, both.length));
    Expect.equal(
        "the message signed", message, Arrays.copyOfRange(signed, SIGNATURE, signed.length));
    byte[] seed = Arrays.copyOf(both, SEED);
    sign(SignatureScheme.ED25519, seed, publicKey, message, Arrays.copyOf(signed, SIGNATURE));
  }

  private static void check(Block block) throws Exception {
    if (block.has("output_u")) {
      byte[] scalar = block.hex("input_scalar");
      DhGroup group = scalar.length == SEED ? DhGroup.X25519 : DhGroup.X448;
      byte[] agreed =
          Product.crypto().agree(group, Secret.owning(scalar), block.hex("input_u")).copy();
      Expect.equal("the product", block.hex("output_u"), agreed);
      return;
    }
    if (block.has("context")) {
      throw new Unused("Ed448 with a context");
    }
    byte[] seed = block.hex("secret");
    SignatureScheme scheme = seed.length == SEED ? SignatureScheme.ED25519 : SignatureScheme.ED448;
    sign(scheme, seed, block.hex("public"), block.hex("message"), block.hex("signature"));
  }

  /// Both schemes are deterministic, so that signing gives the vector's octets.
  private static void sign(
      SignatureScheme scheme, byte[] seed, byte[] publicKey, byte[] message, byte[] signature)
      throws Exception {
    SignatureKeyPair made = Product.crypto().generateSignatureKeyPair(scheme, new Playback(seed));
    Expect.equal("the public key", publicKey, made.publicKey());
    Expect.equal(
        "the signature",
        signature,
        Product.crypto().signingKey(made).sign(message, Product.RANDOM));
    Expect.equal(
        "the answer",
        Answer.EXPECTED,
        WycheproofCurves.verify(scheme, publicKey, message, signature));
  }
}
