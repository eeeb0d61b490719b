package sotto.tests.vectors;

import java.util.Arrays;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.MlKem;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.tests.vectors.Case.Unused;

/// ACVP's tests of ML-KEM (FIPS 203) and ML-DSA (FIPS 204).
final class AcvpLattices {
  private static final int RANDOMNESS = 32;

  private AcvpLattices() {}

  static void kemKey(Fields group, Fields test) throws Exception {
    MlKem parameters = WycheproofLattices.parameters(group.text("parameterSet"));
    byte[] expected = Acvp.half(test, "ek");
    byte[] seed = WycheproofSymmetric.concat(Acvp.half(test, "d"), Acvp.half(test, "z"));
    Expect.equal(
        "the public key", expected, Product.crypto().publicKey(parameters, Secret.copyOf(seed)));
    Expect.equal("the private key", Acvp.half(test, "dk"), ExpandedMlKem.expand(parameters, seed));
  }

  /// Older files have the key in the group.
  private static byte[] key(Fields group, Fields test, String name) throws Exception {
    return Acvp.half(test.present(name) ? test : group, name);
  }

  static void encapsulation(Fields group, Fields test) throws Exception {
    MlKem parameters = WycheproofLattices.parameters(group.text("parameterSet"));
    switch (group.text("function", "")) {
      case "encapsulation" -> {
        Secret randomness = Secret.owning(Acvp.half(test, "m"));
        byte[] publicKey = key(group, test, "ek");
        Encapsulation made = Product.crypto().encapsulate(parameters, publicKey, randomness);
        Expect.equal("the ciphertext", Acvp.half(test, "c"), made.encapsulated());
        Expect.equal("the secret", Acvp.half(test, "k"), made.sharedSecret().copy());
      }
      case "decapsulation" -> {
        byte[] privateKey = key(group, test, "dk");
        byte[] expected = Acvp.half(test, "k");
        byte[] ciphertext = Acvp.half(test, "c");
        Expect.equal("the secret", expected, ExpandedMlKem.decapsulate(privateKey, ciphertext));
      }
      case "encapsulationKeyCheck" -> {
        byte[] publicKey = key(group, test, "ek");
        Secret randomness = Secret.zero(MlKem.RANDOMNESS_LENGTH);
        Answer answer =
            Answer.of(
                _ -> true,
                () ->
                    Product.crypto().encapsulate(parameters, publicKey, randomness).encapsulated());
        Expect.equal("the answer", wanted(test), answer);
      }
      default -> throw new Unused("ACVP ML-KEM " + group.text("function", "of no function"));
    }
  }

  static void signatureKey(Fields group, Fields test) throws Exception {
    SignatureScheme scheme = WycheproofLattices.scheme(group.text("parameterSet"));
    byte[] seed = Acvp.half(test, "seed");
    byte[] expected = Acvp.half(test, "pk");
    SignatureKeyPair made = Product.crypto().generateSignatureKeyPair(scheme, new Playback(seed));
    Expect.equal("the public key", expected, made.publicKey());
    Expect.equal("the private key", Acvp.half(test, "sk"), ContextMlDsa.expand(scheme, seed));
  }

  static void signature(Fields group, Fields test) throws Exception {
    SignatureScheme scheme = WycheproofLattices.scheme(group.text("parameterSet"));
    byte[] expected = Acvp.half(test, "signature");
    byte[] privateKey = key(group, test, "sk");
    byte[] random = test.optionalHex("rnd").orElse(new byte[RANDOMNESS]);
    byte[] actual;
    if (isInternal(group)) {
      byte[] mu = mu(group, test);
      actual = ContextMlDsa.signHashed(scheme, privateKey, mu, random);
    } else {
      byte[] message = Acvp.half(test, "message");
      actual = ContextMlDsa.sign(scheme, privateKey, context(test), message, random);
    }
    Expect.equal("the signature", expected, actual);
  }

  static void verification(Fields group, Fields test) throws Exception {
    SignatureScheme scheme = WycheproofLattices.scheme(group.text("parameterSet"));
    if (!test.present("testPassed")) {
      throw new Unused("ACVP tests without their questions or their answers");
    }
    byte[] publicKey = key(group, test, "pk");
    byte[] signature = Acvp.half(test, "signature");
    byte[] context = context(test);
    boolean verifies;
    if (isInternal(group)) {
      verifies = ContextMlDsa.verifyHashed(scheme, publicKey, mu(group, test), signature);
    } else if (context.length > 0) {
      byte[] message = Acvp.half(test, "message");
      verifies = ContextMlDsa.verify(scheme, publicKey, context, message, signature);
    } else {
      byte[] message = Acvp.half(test, "message");
      verifies = WycheproofCurves.verify(scheme, publicKey, message, signature) == Answer.EXPECTED;
    }
    Expect.equal("the answer", wanted(test), Answer.verified(verifies));
  }

  private static Answer wanted(Fields test) throws Exception {
    if (!test.present("testPassed")) {
      throw new Unused("ACVP tests without their questions or their answers");
    }
    return Answer.verified(test.required("testPassed").asBoolean());
  }

  /// The inner interface takes the message without a context before it, or its hash.
  private static boolean isInternal(Fields group) throws Unused {
    if (group.text("preHash", "pure").equals("preHash")) {
      throw new Unused("ML-DSA of hashed messages");
    }
    return group.text("signatureInterface", "internal").equals("internal");
  }

  private static byte[] context(Fields test) throws Exception {
    return test.optionalHex("context").orElse(new byte[0]);
  }

  private static byte[] mu(Fields group, Fields test) throws Exception {
    if (group.node().path("externalMu").asBoolean(false)) {
      return Acvp.half(test, "mu");
    }
    byte[] message = Acvp.half(test, "message");
    if (test.present("pk") || group.present("pk")) {
      return ContextMlDsa.hash(key(group, test, "pk"), message);
    }
    // The hash of the public key is in the private one: after two seeds of 32 bytes.
    byte[] privateKey = key(group, test, "sk");
    return ContextMlDsa.hashAfter(Arrays.copyOfRange(privateKey, 64, 128), message);
  }
}
