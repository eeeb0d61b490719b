package sotto.tests.vectors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.crypto.Aead;
import sotto.tests.vectors.KeyValueText.Block;

/// ChaCha20-Poly1305 and AES-GCM in NIST's form under other names than NIST's own. Such files do
/// not name their cipher: it is the one under which any of their vectors opens. A vector that has a
/// `Result` must not open.
final class AeadText implements Family {
  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    KeyValueText text = KeyValueText.parse(file.text().get());
    if (!text.has("key", "iv", "aad", "tag", "plaintext", "ciphertext")
        && !text.has("key", "nonce", "ad", "tag", "in", "ct")) {
      return Optional.empty();
    }
    Optional<Aead> cipher =
        Arrays.stream(Aead.values())
            .filter(aead -> text.blocks().stream().anyMatch(block -> opens(aead, block)))
            .findFirst();
    return cipher.map(aead -> cases(aead, text));
  }

  private static List<Case> cases(Aead aead, KeyValueText text) {
    List<Case> cases = new ArrayList<>();
    for (Block block : text.blocks()) {
      cases.add(new Case(block.name(cases.size()), () -> check(aead, block)));
    }
    return List.copyOf(cases);
  }

  private static boolean opens(Aead aead, Block block) {
    try {
      return !block.has("result")
          && block.hex("key").length == aead.keyLength()
          && octets(block, "iv", "nonce").length == Aead.NONCE_LENGTH
          && open(aead, block) == Answer.EXPECTED;
    } catch (Exception other) {
      return false;
    }
  }

  private static void check(Aead aead, Block block) throws Exception {
    Answer opened = open(aead, block);
    if (block.has("result")) {
      Expect.equal("the answer", Answer.REFUSED, opened);
      return;
    }
    Expect.equal("the answer", Answer.EXPECTED, opened);
    byte[] sealed =
        Product.crypto()
            .seal(
                aead,
                block.hex("key"),
                octets(block, "iv", "nonce"),
                octets(block, "aad", "ad"),
                octets(block, "plaintext", "in"));
    Expect.equal("the ciphertext", sealed(block), sealed);
  }

  private static Answer open(Aead aead, Block block) throws Exception {
    byte[] key = block.hex("key");
    byte[] nonce = octets(block, "iv", "nonce");
    byte[] associated = octets(block, "aad", "ad");
    byte[] sealed = sealed(block);
    return Answer.comparing(
        octets(block, "plaintext", "in"),
        () -> Product.crypto().open(aead, key, nonce, associated, sealed));
  }

  private static byte[] sealed(Block block) throws Exception {
    return WycheproofSymmetric.concat(octets(block, "ciphertext", "ct"), block.hex("tag"));
  }

  /// A field under either of its names, in hex or as text in quotes.
  private static byte[] octets(Block block, String name, String otherName) throws Exception {
    String found = block.has(name) ? name : otherName;
    String value = block.text(found);
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted
        ? value.substring(1, value.length() - 1).getBytes(StandardCharsets.UTF_8)
        : block.hex(found);
  }
}
