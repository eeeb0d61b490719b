package sotto.tests.vectors;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// RSA Laboratories' PKCS #1 vectors: `# Label:` lines, each followed by octets in hex. Keys are
/// given once and hold for the examples that follow.
final class RsaText implements Family {
  private static final Pattern OCTETS = Pattern.compile("(?:[0-9a-fA-F]{2}\\s*)+");

  /// OAEP under other hashes than SHA-1: `# OAEP Example 1 alg=sha224 mgf1=sha1`.
  private static final Pattern HASHES = Pattern.compile("alg=(sha\\d+) mgf1=(sha\\d+)");

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
        Matcher hashes = HASHES.matcher(line);
        if (hashes.find()) {
          fields.put("hash", hashes.group(1).getBytes(StandardCharsets.US_ASCII));
          fields.put("mask hash", hashes.group(2).getBytes(StandardCharsets.US_ASCII));
        }
        label = line.endsWith(":") ? label(line) : "";
      }
    }
    return cases.isEmpty() ? Optional.empty() : Optional.of(cases);
  }

  private static Optional<Rsa.Scheme> scheme(String text) {
    if (text.contains("RSA-OAEP") || text.contains("RSA OAEP")) {
      return Optional.of(Rsa.Scheme.OAEP);
    }
    if (text.contains("RSA-PSS sign")) {
      return Optional.of(Rsa.Scheme.PSS);
    }
    if (text.contains("PKCS#1 v1.5 sign")) {
      return Optional.of(Rsa.Scheme.PKCS1);
    }
    return text.toLowerCase(Locale.ROOT).contains("pkcs#1 v1.5 encr")
        ? Optional.of(Rsa.Scheme.PKCS1_ENCRYPTION)
        : Optional.empty();
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
            () -> {
              if (known.containsKey("hash")) {
                Rsa.checkOaep(keys, hash(known, "hash"), hash(known, "mask hash"), message, result);
              } else {
                Rsa.check(scheme, keys, message, random, result);
              }
            }));
  }

  /// JCA writes `SHA-224` for `sha224`.
  private static String hash(Map<String, byte[]> fields, String name) {
    String written = new String(fields.getOrDefault(name, new byte[0]), StandardCharsets.US_ASCII);
    return written.replace("sha", "SHA-");
  }
}
