package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sotto.mls.crypto.Aead;
import sotto.tests.vectors.Case.Mismatch;
import sotto.tests.vectors.KeyValueText.Block;

/// NIST CAVP known answers of AES-GCM, sealed and opened; a block that says `FAIL` must not open.
final class NistGcm implements Family {
  private static final int SHORTEST_TAG = 12;
  private static final int MIDDLE_KEY = 24;

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    KeyValueText text = KeyValueText.parse(file.text().get());
    if (!text.has("key", "iv", "ct", "aad", "tag")) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    for (Block block : text.blocks()) {
      if (block.has("key")) {
        cases.add(new Case(block.name(cases.size()), () -> check(block)));
      }
    }
    return Optional.of(List.copyOf(cases));
  }

  private static void check(Block block) throws Exception {
    byte[] tag = block.hex("tag");
    if (tag.length < SHORTEST_TAG) {
      throw new Case.Unused("AES-GCM with tags of less than 96 bits");
    }
    byte[] ciphertext = WycheproofSymmetric.concat(block.hex("ct"), tag);
    if (!block.has("pt")) {
      mustFail(block, ciphertext);
      return;
    }
    byte[] plaintext = block.hex("pt");
    Expect.equal(
        "the ciphertext", ciphertext, apply(Cipher.ENCRYPT_MODE, block, 8 * tag.length, plaintext));
    Expect.equal(
        "the plaintext", plaintext, apply(Cipher.DECRYPT_MODE, block, 8 * tag.length, ciphertext));
    byte[] key = block.hex("key");
    byte[] nonce = block.hex("iv");
    boolean ofSuite = nonce.length == Aead.NONCE_LENGTH && tag.length == Aead.TAG_LENGTH;
    if (ofSuite && key.length != MIDDLE_KEY) {
      Aead aead = key.length == 16 ? Aead.AES_128_GCM : Aead.AES_256_GCM;
      byte[] opened = Product.crypto().open(aead, key, nonce, block.hex("aad"), ciphertext);
      Expect.equal("the library's plaintext", plaintext, opened);
    }
  }

  private static void mustFail(Block block, byte[] ciphertext) throws Exception {
    try {
      apply(Cipher.DECRYPT_MODE, block, 8 * block.hex("tag").length, ciphertext);
    } catch (AEADBadTagException refusal) {
      return;
    }
    throw new Mismatch("a ciphertext that is not authentic was opened");
  }

  /// JCA refuses to seal twice under one nonce with one cipher, so each call has its own.
  private static byte[] apply(int direction, Block block, int tagBits, byte[] input)
      throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        direction,
        new SecretKeySpec(block.hex("key"), "AES"),
        new GCMParameterSpec(tagBits, block.hex("iv")));
    cipher.updateAAD(block.hex("aad"));
    return cipher.doFinal(Arrays.copyOf(input, input.length));
  }
}
