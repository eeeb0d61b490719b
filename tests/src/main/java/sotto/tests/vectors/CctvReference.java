package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the reference implementation of ML-KEM prints, as CCTV keeps it: `Name: hex` lines, with
/// the seed as coins, and a second decapsulation of a ciphertext that belongs to no key.
final class CctvReference implements Family {
  private static final Pattern LINE =
      Pattern.compile(
          "^(Coins|Public Key|Secret Key|Message|Ciphertext|Shared Secret [AB]"
              + "|Pseudorandom Ciphertext|Pseudorandom shared Secret A): *([0-9a-fA-F]*)\\s*$");
  private static final int HALF_SEED = 32;

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    List<Case> cases = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    for (String line : Stream.concat(file.text().orElse("").lines(), Stream.of("")).toList()) {
      Matcher named = LINE.matcher(line);
      boolean known = named.matches();
      boolean again = known && values.containsKey(named.group(1));
      if ((again || line.isEmpty()) && values.containsKey("Ciphertext")) {
        Map<String, String> whole = Map.copyOf(values);
        cases.add(new Case("ML-KEM vector " + cases.size(), () -> check(whole)));
        values.clear();
      }
      if (known) {
        values.put(named.group(1), named.group(2));
      }
    }
    return cases.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(cases));
  }

  private static void check(Map<String, String> values) throws Exception {
    if (!values.containsKey("Coins") || !values.containsKey("Message")) {
      throw new Case.Unused("ML-KEM vectors that do not give their randomness");
    }
    byte[] coins = hex(values, "Coins");
    Map<String, byte[]> run = new HashMap<>();
    run.put("d", Arrays.copyOf(coins, HALF_SEED));
    run.put("z", Arrays.copyOfRange(coins, HALF_SEED, coins.length));
    run.put("ek", hex(values, "Public Key"));
    run.put("dk", hex(values, "Secret Key"));
    run.put("m", hex(values, "Message"));
    run.put("c", hex(values, "Ciphertext"));
    run.put("K", hex(values, "Shared Secret A"));
    CctvText.wholeRun(run);
    Expect.equal(
        "the sender's secret", hex(values, "Shared Secret B"), hex(values, "Shared Secret A"));
    if (values.containsKey("Pseudorandom Ciphertext")) {
      run.put("c", hex(values, "Pseudorandom Ciphertext"));
      run.put("K", hex(values, "Pseudorandom shared Secret A"));
      CctvText.decapsulation(run);
    }
  }

  private static byte[] hex(Map<String, String> values, String name) throws Case.Mismatch {
    try {
      return HexFormat.of().parseHex(values.getOrDefault(name, "?"));
    } catch (IllegalArgumentException malformed) {
      throw new Case.Mismatch("the vector's " + name + " is missing or not hexadecimal");
    }
  }
}
