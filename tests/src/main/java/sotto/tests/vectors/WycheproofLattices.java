package sotto.tests.vectors;

import java.util.Arrays;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.MlKem;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SigningKey;
import sotto.tests.vectors.Case.Unused;
import sotto.tests.vectors.Wycheproof.Group;

/// Wycheproof's tests of ML-DSA and ML-KEM. The product keeps private keys as seeds and signs with
/// the empty context; expanded keys go to the JDK beneath it, other contexts to [ContextMlDsa].
final class WycheproofLattices {
  private static final int SIGNING_RANDOMNESS = 32;

  private static final int RHO_LENGTH = 32;

  private WycheproofLattices() {}

  static Answer verify(Group group, Fields test) throws Exception {
    byte[] context = test.optionalHex("ctx").orElse(new byte[0]);
    if (context.length > 0) {
      return Answer.verified(
          ContextMlDsa.verify(
              scheme(group), publicKey(group), context, test.hex("msg"), test.hex("sig")));
    }
    return WycheproofCurves.verify(
        scheme(group), publicKey(group), test.hex("msg"), test.hex("sig"));
  }

  /// The first schema writes `public_key`.
  private static byte[] publicKey(Group group) throws Case.Mismatch {
    return group.fields().hex(group.fields().has("public_key") ? "public_key" : "publicKey");
  }

  static Answer sign(Group group, Fields test) throws Exception {
    byte[] context = test.optionalHex("ctx").orElse(new byte[0]);
    byte[] salt =
        test.optionalHex(test.present("rnd") ? "rnd" : "randomness")
            .orElse(new byte[SIGNING_RANDOMNESS]);
    Fields keys = keys(group, test);
    boolean ofSeed = keys.present("privateSeed");
    if (!ofSeed && test.text("comment", "").contains("vector out of range")) {
      throw new Unused("ML-DSA private keys whose vectors are out of range; no seed gives one");
    }
    byte[] key = keys.hex(ofSeed ? "privateSeed" : "privateKey");
    if (ofSeed && keys.present("publicKey") && test.text("result").equals("valid")) {
      Expect.equal("the public key", keys.hex("publicKey"), publicKey(scheme(group), key));
    }
    boolean hashedElsewhere = !test.present("msg");
    if (test.present("mu") && (hashedElsewhere || test.text("result").equals("valid"))) {
      byte[] mu = test.hex("mu");
      Answer ofMu =
          Answer.comparing(
              test.hex("sig"), () -> ContextMlDsa.signHashed(scheme(group), key, mu, salt));
      if (hashedElsewhere || ofMu != Answer.EXPECTED) {
        return ofMu;
      }
    }
    byte[] message = test.hex("msg");
    if (context.length > 0) {
      SignatureScheme scheme = scheme(group);
      return Answer.comparing(
          test.hex("sig"), () -> ContextMlDsa.sign(scheme, key, context, message, salt));
    }
    return ofSeed
        ? signFromSeed(group, keys, test, salt)
        : Answer.comparing(test.hex("sig"), () -> ExpandedMlDsa.sign(key, message, salt));
  }

  private static byte[] publicKey(SignatureScheme scheme, byte[] seed) {
    return Product.crypto().generateSignatureKeyPair(scheme, new Playback(seed)).publicKey();
  }

  /// Keys are the group's, or in files of hedged signatures each test's own.
  private static Fields keys(Group group, Fields test) {
    return test.present("privateSeed") || test.present("privateKey") ? test : group.fields();
  }

  private static Answer signFromSeed(Group group, Fields keys, Fields test, byte[] random)
      throws Exception {
    byte[] seed = keys.hex("privateSeed");
    SignatureScheme scheme = scheme(group);
    byte[] publicKey = keys.optionalHex("publicKey").orElse(new byte[0]);
    byte[] message = test.hex("msg");
    return Answer.comparing(
        test.hex("sig"),
        () -> {
          SigningKey key =
              Product.crypto()
                  .signingKey(new SignatureKeyPair(scheme, Secret.copyOf(seed), publicKey));
          return key.sign(message, new Playback(random));
        });
  }

  static Answer decapsulate(Group group, Fields test) throws Exception {
    MlKem parameters = parameters(group.fields().text("parameterSet"));
    byte[] seed = test.hex("seed");
    byte[] ciphertext = test.hex("c");
    byte[] publicKey = test.optionalHex("ek").orElse(new byte[0]);
    return Answer.comparing(
        test.hex("K"),
        () -> {
          Secret secret = Secret.copyOf(seed);
          byte[] derived = Product.crypto().publicKey(parameters, secret);
          if (publicKey.length > 0 && !Arrays.equals(publicKey, derived)) {
            throw new MlsException("The vector's public key is not the seed's.");
          }
          return Product.crypto().decapsulate(parameters, secret, ciphertext).copy();
        });
  }

  static Answer encapsulate(Group group, Fields test) throws Exception {
    MlKem parameters = parameters(group.fields().text("parameterSet"));
    byte[] publicKey = test.hex("ek");
    byte[] randomness = test.hex("m");
    byte[] expected = WycheproofSymmetric.concat(test.hex("c"), test.hex("K"));
    return Answer.comparing(
        expected,
        () -> {
          Encapsulation made =
              Product.crypto().encapsulate(parameters, publicKey, Secret.copyOf(randomness));
          return WycheproofSymmetric.concat(made.encapsulated(), made.sharedSecret().copy());
        });
  }

  /// The product never shows the expanded private key; the JDK's of the same seed is compared.
  static Answer keyGeneration(Group group, Fields test) throws Exception {
    MlKem parameters = parameters(group.fields().text("parameterSet"));
    byte[] seed = test.hex("seed");
    if (test.present("dk") && test.text("result").equals("valid")) {
      Expect.equal("the private key", test.hex("dk"), ExpandedMlKem.expand(parameters, seed));
    }
    return Answer.comparing(
        test.hex("ek"), () -> Product.crypto().publicKey(parameters, Secret.copyOf(seed)));
  }

  static Answer expandedDecapsulation(Group group, Fields test) throws Exception {
    byte[] key = test.hex("dk");
    byte[] ciphertext = test.hex("c");
    byte[] expected = test.optionalHex("K").orElse(new byte[0]);
    Optional<byte[]> publicKey = test.optionalHex("ek");
    // FIPS 203 §7.1: the public key stands in the private one, behind 384k bytes.
    int from = parameters(group.fields().text("parameterSet")).publicKeyLength() - RHO_LENGTH;
    return Answer.comparing(
        expected,
        () -> {
          byte[] secret = ExpandedMlKem.decapsulate(key, ciphertext);
          int to = 2 * from + RHO_LENGTH;
          if (publicKey.isPresent()
              && !Arrays.equals(publicKey.get(), Arrays.copyOfRange(key, from, to))) {
            throw new MlsException("The vector's public key is not that of its private key.");
          }
          return secret;
        });
  }

  static MlKem parameters(String name) throws Unused {
    return switch (name) {
      case "ML-KEM-512" -> MlKem.ML_KEM_512;
      case "ML-KEM-768" -> MlKem.ML_KEM_768;
      case "ML-KEM-1024" -> MlKem.ML_KEM_1024;
      default -> throw new Unused(name);
    };
  }

  private static SignatureScheme scheme(Group group) throws Unused {
    return scheme(group.algorithm());
  }

  static SignatureScheme scheme(String name) throws Unused {
    return switch (name) {
      case "ML-DSA-44" -> SignatureScheme.MLDSA44;
      case "ML-DSA-65" -> SignatureScheme.MLDSA65;
      case "ML-DSA-87" -> SignatureScheme.MLDSA87;
      default -> throw new Unused(name);
    };
  }
}
