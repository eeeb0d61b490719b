package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.tests.vectors.Case.Mismatch;
import sotto.tests.vectors.Case.Unused;
import sotto.tests.vectors.KeyValueText.Block;

/// Known answers of ML-KEM and ML-DSA in the form that NIST's competition had, with the seeds that
/// the final standards know (`d` and `z`, `xi`) beside the competition's own.
final class LatticeText implements Family {
  private static final int RANDOMNESS = 32;

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    KeyValueText text = KeyValueText.parse(file.text().get());
    boolean isKem = text.has("d", "z", "pk", "sk", "ct", "ss");
    if (!isKem && !text.has("xi", "pk", "sk", "msg", "sm")) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    for (Block block : text.blocks()) {
      cases.add(
          new Case(
              block.name(cases.size()),
              () -> {
                if (isKem) {
                  encapsulation(block);
                } else {
                  signature(block);
                }
              }));
    }
    return Optional.of(List.copyOf(cases));
  }

  private static void encapsulation(Block block) throws Exception {
    Map<String, byte[]> values = new HashMap<>();
    values.put("d", block.hex("d"));
    values.put("z", block.hex("z"));
    values.put("ek", block.hex("pk"));
    values.put("dk", block.hex("sk"));
    values.put("m", block.hex(block.has("msg") ? "msg" : "m"));
    values.put("c", block.hex("ct"));
    values.put("K", block.hex("ss"));
    CctvText.wholeRun(values);
    if (block.has("ct_n", "ss_n")) {
      values.put("c", block.hex("ct_n"));
      values.put("K", block.hex("ss_n"));
      CctvText.decapsulation(values);
    }
  }

  private static void signature(Block block) throws Exception {
    if (block.has("hash")) {
      throw new Unused("ML-DSA of hashed messages");
    }
    SignatureScheme scheme = scheme(block.hex("pk").length);
    byte[] seed = block.hex("xi");
    SignatureKeyPair keys = Product.crypto().generateSignatureKeyPair(scheme, new Playback(seed));
    Expect.equal("the public key", block.hex("pk"), keys.publicKey());
    Expect.equal("the private key", block.hex("sk"), ContextMlDsa.expand(scheme, seed));
    byte[] message = block.hex("msg");
    byte[] signed = block.hex("sm");
    int length = signed.length - message.length;
    if (length < 0 || !Arrays.equals(message, Arrays.copyOfRange(signed, length, signed.length))) {
      throw new Mismatch("the signed message does not end with the message");
    }
    byte[] signature = Arrays.copyOf(signed, length);
    byte[] random = block.has("rng") ? block.hex("rng") : new byte[RANDOMNESS];
    if (block.has("ctx")) {
      byte[] context = block.hex("ctx");
      Expect.equal(
          "the signature", signature, ContextMlDsa.sign(scheme, seed, context, message, random));
      Expect.holds(
          "the signature verifies",
          ContextMlDsa.verify(scheme, block.hex("pk"), context, message, signature));
      return;
    }
    withoutContext(scheme, keys, message, random, signature);
  }

  /// Files without contexts sign the message as it is, before the final standard put a context
  /// before it, or with the empty one. They do not say which.
  private static void withoutContext(
      SignatureScheme scheme,
      SignatureKeyPair keys,
      byte[] message,
      byte[] random,
      byte[] signature)
      throws Exception {
    byte[] seed = keys.privateKey().copy();
    byte[] mu = ContextMlDsa.hash(keys.publicKey(), message);
    if (!Arrays.equals(signature, ContextMlDsa.signHashed(scheme, seed, mu, random))) {
      byte[] own = Product.crypto().signingKey(keys).sign(message, new Playback(random));
      Expect.equal("the signature", signature, own);
    }
  }

  private static SignatureScheme scheme(int publicKeyLength) throws Unused {
    return switch (publicKeyLength) {
      case 1312 -> SignatureScheme.MLDSA44;
      case 1952 -> SignatureScheme.MLDSA65;
      case 2592 -> SignatureScheme.MLDSA87;
      default -> throw new Unused("ML-DSA with keys of another length");
    };
  }
}
