package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.MlKem;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;

/// CCTV's accumulated runs, which are given in its README files: inputs come from one SHAKE128, all
/// outputs go into another, and its output is the vector. Runs above 10,000 take too long here.
final class CctvAccumulated implements Family {
  private static final int LONGEST = 10_000;
  private static final int HASH_LENGTH = 32;
  private static final Pattern ALGORITHM = Pattern.compile("^### (ML-DSA-\\d+)");
  private static final Pattern ITERATIONS =
      Pattern.compile("^\\s*[-*] ([\\d ]+) iterations: `([0-9a-f]{64})`");
  private static final Pattern TESTS = Pattern.compile("hashes for ([\\d ]+) consecutive tests");
  private static final Pattern HASH = Pattern.compile("^\\s*[-*] (ML-KEM-\\d+): `([0-9a-f]{64})`");

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    String text = file.text().orElse("");
    List<Case> cases = new ArrayList<>();
    // The draft of FIPS 203 derives other keys from a seed than FIPS 203 does.
    boolean ofDraft = text.contains("FIPS 203 ipd") || text.contains("FIPS 203 draft");
    String algorithm = "";
    long tests = 0;
    for (String line : text.lines().toList()) {
      Matcher heading = ALGORITHM.matcher(line);
      Matcher iterations = ITERATIONS.matcher(line);
      Matcher count = TESTS.matcher(line);
      Matcher hash = HASH.matcher(line);
      if (heading.find()) {
        algorithm = heading.group(1);
      } else if (count.find()) {
        tests = number(count.group(1));
      } else if (iterations.find()) {
        cases.add(one(algorithm, number(iterations.group(1)), iterations.group(2)));
      } else if (hash.find()) {
        String name = hash.group(1) + ", " + tests + " iterations";
        cases.add(
            ofDraft
                ? Case.unused(name, "ML-KEM as the draft of FIPS 203 had it")
                : one(hash.group(1), tests, hash.group(2)));
      }
    }
    return cases.isEmpty() ? Optional.empty() : Optional.of(cases);
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(" ", ""));
  }

  private static Case one(String algorithm, long count, String hash) {
    String name = algorithm + ", " + count + " iterations";
    if (count > LONGEST) {
      return Case.unused(name, "accumulated runs of more than " + LONGEST + " iterations");
    }
    return new Case(
        name,
        () -> {
          byte[] actual =
              algorithm.startsWith("ML-DSA")
                  ? signatures(WycheproofLattices.scheme(algorithm), count)
                  : encapsulations(WycheproofLattices.parameters(algorithm), count);
          Expect.equal("the accumulated hash", HexFormat.of().parseHex(hash), actual);
        });
  }

  private static byte[] signatures(SignatureScheme scheme, long count) throws Exception {
    SHAKEDigest source = new SHAKEDigest(128);
    SHAKEDigest results = new SHAKEDigest(128);
    for (long i = 0; i < count; i++) {
      byte[] seed = squeeze(source, HASH_LENGTH);
      SignatureKeyPair keys = Product.crypto().generateSignatureKeyPair(scheme, new Playback(seed));
      Expect.equal("the seed", seed, keys.privateKey().copy());
      byte[] signature =
          Product.crypto().signingKey(keys).sign(new byte[0], new Playback(new byte[HASH_LENGTH]));
      absorb(results, keys.publicKey());
      absorb(results, signature);
      Expect.holds(
          "a signature verifies",
          Product.crypto()
              .verificationKey(scheme, keys.publicKey())
              .verify(new byte[0], signature));
    }
    return squeeze(results, HASH_LENGTH);
  }

  private static byte[] encapsulations(MlKem parameters, long count) throws Exception {
    SHAKEDigest source = new SHAKEDigest(128);
    SHAKEDigest results = new SHAKEDigest(128);
    for (long i = 0; i < count; i++) {
      byte[] seedBytes = squeeze(source, MlKem.SEED_LENGTH);
      Secret seed = Secret.copyOf(seedBytes);
      Secret randomness = Secret.owning(squeeze(source, MlKem.RANDOMNESS_LENGTH));
      byte[] invalid = squeeze(source, parameters.ciphertextLength());
      byte[] publicKey = Product.crypto().publicKey(parameters, seed);
      Encapsulation made = Product.crypto().encapsulate(parameters, publicKey, randomness);
      absorb(results, publicKey);
      absorb(results, ExpandedMlKem.expand(parameters, seedBytes));
      absorb(results, made.encapsulated());
      byte[] shared = made.sharedSecret().copy();
      absorb(results, shared);
      Expect.equal(
          "the receiver's secret",
          shared,
          Product.crypto().decapsulate(parameters, seed, made.encapsulated()).copy());
      absorb(results, Product.crypto().decapsulate(parameters, seed, invalid).copy());
    }
    return squeeze(results, HASH_LENGTH);
  }

  private static void absorb(SHAKEDigest digest, byte[] bytes) {
    digest.update(bytes, 0, bytes.length);
  }

  /// Goes on where the last call ended.
  private static byte[] squeeze(SHAKEDigest digest, int length) {
    byte[] out = new byte[length];
    digest.doOutput(out, 0, length);
    return out;
  }
}
