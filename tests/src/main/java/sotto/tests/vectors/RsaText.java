package sotto.tests.vectors;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// RSA Laboratories' PKCS #1 vectors: `# Label:` lines, each followed by octets in hex. Keys are
/// given once and hold for the examples that follow.
final class RsaText implements Family {
  private static final Pattern OCTETS = Pattern.compile("(?:[0-9a-fA-F]{2}\\s*)+");

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    String text = file.text().orElse("");
    Optional<Rsa.Scheme> scheme = scheme(text);
    if (scheme.isEmpty() || !text.contains("# Modulus:")) {
      return Optional.empty();
    }
    Map<String, byte[]> fields = new HashMap<>();
    List<Case> cases = new ArrayList<>();
    StringBuilder octets = new StringBuilder();
    String label = "";
    // A last label after the last octets closes the last field.
    for (String line : (text + "\n# end").lines().map(String::strip).toList()) {
      if (OCTETS.matcher(line).matches()) {
        octets.append(line.replaceAll("\\s", ""));
      } else if (line.startsWith("#")) {
        if (!octets.isEmpty() && !label.isEmpty()) {
          fields.put(label, HexFormat.of().parseHex(octets));
          example(scheme.get(), fields, label, cases.size()).ifPresent(cases::add);
        }
        octets.setLength(0);
        label = line.endsWith(":") ? label(line) : "";
      }
    }
    return cases.isEmpty() ? Optional.empty() : Optional.of(cases);
  }

  private static Optional<Rsa.Scheme> scheme(String text) {
    if (text.contains("RSA-OAEP")) {
      return Optional.of(Rsa.Scheme.OAEP);
    }
    if (text.contains("RSA-PSS sign")) {
      return Optional.of(Rsa.Scheme.PSS);
    }
    return text.contains("PKCS#1 v1.5 sign") ? Optional.of(Rsa.Scheme.PKCS1) : Optional.empty();
  }

  /// The two kinds of file name the same things differently.
  private static String label(String line) {
    String label = line.substring(1, line.length() - 1).strip().toLowerCase(Locale.ROOT);
    return switch (label) {
      case "exponent", "private exponent" -> "exponent";
      case "message", "message to be signed", "message to be encrypted" -> "message";
      case "encryption", "ciphertext, the rsa encryption of em" -> "result";
      case "signature", "signature, the rsa decryption of em" -> "result";
      default -> label;
    };
  }

  private static Optional<Case> example(
      Rsa.Scheme scheme, Map<String, byte[]> fields, String label, int index) {
    if (!label.equals("result")) {
      return Optional.empty();
    }
    Map<String, byte[]> known = Map.copyOf(fields);
    byte[] modulus = known.getOrDefault("modulus", new byte[0]);
    Rsa.Keys keys =
        new Rsa.Keys(
            new BigInteger(1, modulus),
            new BigInteger(1, known.getOrDefault("public exponent", new byte[0])),
            new BigInteger(1, known.getOrDefault("exponent", new byte[0])));
    byte[] random = known.getOrDefault("seed", known.getOrDefault("salt", new byte[0]));
    byte[] message = known.getOrDefault("message", new byte[0]);
    byte[] result = known.getOrDefault("result", new byte[0]);
    return Optional.of(
        new Case(
            scheme + " example " + (index + 1),
            () -> Rsa.check(scheme, keys, message, random, result)));
  }
}
