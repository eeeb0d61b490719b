package sotto.tests.vectors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;
import sotto.tests.vectors.KeyValueText.Block;

/// HKDF (RFC 5869), PBKDF2 (RFC 6070), scrypt (RFC 7914) and Argon2id (RFC 9106) vectors in NIST's
/// text format.
final class NistKdfs implements Family {
  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    KeyValueText text = KeyValueText.parse(file.text().get());
    boolean known =
        text.has("ikm", "okm")
            || text.has("derived_key", "password")
            || text.has("pass", "salt", "memcost", "output");
    if (!known) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    for (Block block : text.blocks()) {
      cases.add(new Case(block.name(cases.size()), () -> check(text.comments(), block)));
    }
    return Optional.of(cases);
  }

  private static void check(String comments, Block block) throws Exception {
    if (block.has("ikm")) {
      block.checkLength("l", block.hex("okm"));
      if (block.has("prk")) {
        byte[] salt = block.has("salt") ? block.hex("salt") : new byte[0];
        byte[] extracted = Hkdf.extract(block.text("hash"), block.hex("ikm"), salt);
        Expect.equal("the extracted key", block.hex("prk"), extracted);
      }
      Hkdf.check(
          block.text("hash"),
          block.hex("ikm"),
          block.has("salt") ? block.hex("salt") : new byte[0],
          block.has("info") ? block.hex("info") : new byte[0],
          block.hex("okm"));
      return;
    }
    if (block.has("memcost")) {
      argon2(comments, block);
      return;
    }
    byte[] expected = block.hex("derived_key");
    block.checkLength("length", expected);
    byte[] password = bytes(block.text("password"));
    byte[] salt = bytes(block.text("salt"));
    if (block.has("n", "r", "p")) {
      byte[] actual =
          SCrypt.generate(
              password,
              salt,
              block.integer("n"),
              block.integer("r"),
              block.integer("p"),
              expected.length);
      Expect.equal("the key", expected, actual);
    } else {
      Pbkdf2.check(Pbkdf2.hash(comments), password, salt, block.integer("iterations"), expected);
    }
  }

  private static void argon2(String comments, Block block) throws Exception {
    String variant = comments.toLowerCase(Locale.ROOT);
    if (variant.contains("argon2d") || variant.contains("argon2i ")) {
      throw new Case.Unused("Argon2 in another variant than Argon2id");
    }
    Argon2BytesGenerator argon = new Argon2BytesGenerator();
    argon.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withSalt(block.hex("salt"))
            .withSecret(block.has("secret") ? block.hex("secret") : new byte[0])
            .withAdditional(block.has("ad") ? block.hex("ad") : new byte[0])
            .withMemoryAsKB(block.integer("memcost"))
            .withIterations(block.integer("iter"))
            .withParallelism(block.integer("lanes"))
            .build());
    byte[] expected = block.hex("output");
    byte[] actual = new byte[expected.length];
    argon.generateBytes(block.hex("pass"), actual);
    Expect.equal("the key", expected, actual);
  }

  /// Passwords and salts are text, with a zero byte written as `\0`.
  private static byte[] bytes(String text) {
    return text.replace("\\0", "\0").getBytes(StandardCharsets.UTF_8);
  }
}
