package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.MlKem;
import sotto.mls.crypto.Secret;
import sotto.tests.vectors.KeyValueText.Block;

/// Wycheproof's first files of ML-KEM, which were text: key pairs, encapsulations and
/// decapsulations from seeds, each with what is expected. Lengths tell the parameters.
final class MlKemText implements Family {
  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    KeyValueText text = KeyValueText.parse(file.text().get());
    boolean known =
        text.has("entropy", "expected_public_key", "expected_expanded_private_key")
            || text.has("entropy", "public_key", "expected_ciphertext")
            || text.has("private_key", "ciphertext", "expected_shared_secret");
    Optional<MlKem> parameters =
        Arrays.stream(MlKem.values())
            .filter(set -> text.blocks().stream().anyMatch(block -> isOf(set, block)))
            .findFirst();
    if (!known || parameters.isEmpty()) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    for (Block block : text.blocks()) {
      String name = block.name(cases.size()) + " (" + block.fields().get("comment") + ")";
      cases.add(new Case(name, () -> check(parameters.get(), block)));
    }
    return Optional.of(List.copyOf(cases));
  }

  private static boolean isOf(MlKem set, Block block) {
    int key = 2 * set.publicKeyLength();
    return block.fields().getOrDefault("expected_public_key", "").length() == key
        || block.fields().getOrDefault("public_key", "").length() == key
        || block.fields().getOrDefault("ciphertext", "").length() == 2 * set.ciphertextLength();
  }

  private static void check(MlKem set, Block block) throws Exception {
    if (block.has("expected_public_key")) {
      byte[] seed = block.hex("entropy");
      byte[] publicKey = Product.crypto().publicKey(set, Secret.copyOf(seed));
      Expect.equal("the public key", block.hex("expected_public_key"), publicKey);
      byte[] expanded = block.hex("expected_expanded_private_key");
      Expect.equal("the private key", expanded, ExpandedMlKem.expand(set, seed));
      return;
    }
    boolean passes = block.fields().getOrDefault("expected_result", "pass").equals("pass");
    Answer answer =
        block.has("private_key") ? decapsulation(set, block) : encapsulation(set, block);
    Expect.equal("the answer", passes ? Answer.EXPECTED : Answer.REFUSED, answer);
  }

  private static Answer encapsulation(MlKem set, Block block) throws Exception {
    byte[] randomness = block.hex("entropy");
    byte[] publicKey = block.hex("public_key");
    byte[] expected =
        WycheproofSymmetric.concat(optional(block, "expected_ciphertext"), secret(block));
    return Answer.comparing(
        expected,
        () -> {
          Encapsulation made =
              Product.crypto().encapsulate(set, publicKey, Secret.copyOf(randomness));
          return WycheproofSymmetric.concat(made.encapsulated(), made.sharedSecret().copy());
        });
  }

  private static Answer decapsulation(MlKem set, Block block) throws Exception {
    byte[] key = block.hex("private_key");
    byte[] ciphertext = block.hex("ciphertext");
    return Answer.comparing(
        secret(block),
        () ->
            key.length == MlKem.SEED_LENGTH
                ? Product.crypto().decapsulate(set, Secret.copyOf(key), ciphertext).copy()
                : ExpandedMlKem.decapsulate(key, ciphertext));
  }

  private static byte[] secret(Block block) throws Case.Mismatch {
    return optional(block, "expected_shared_secret");
  }

  private static byte[] optional(Block block, String name) throws Case.Mismatch {
    return block.has(name) ? block.hex(name) : new byte[0];
  }
}
