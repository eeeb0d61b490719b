package sotto.tests.vectors;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sotto.tests.vectors.Case.Mismatch;

/// NIST CAVP's signatures with RSA (FIPS 186-2 and later): `n` and `e` hold until the next; a
/// signature must verify, or must not where the file says `Result = F`.
final class NistRsa implements Family {
  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    String text = file.text().orElse("");
    boolean isPss = text.contains("RSASSA-PSS");
    boolean isPkcs1 = text.contains("PKCS#1 Ver 1.5") || text.contains("PKCS#1 Ver1.5");
    if (file.json().isPresent() || !isPss && !isPkcs1 || !text.contains("SHAAlg")) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : (text + "\n[end]").lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      boolean section = line.startsWith("[");
      String name = equals < 0 || section ? "" : line.substring(0, equals).strip();
      String key = name.toLowerCase(Locale.ROOT);
      boolean next = key.equals("n") || key.equals("e") || key.equals("shaalg");
      if ((section || next) && fields.containsKey("s")) {
        Map<String, String> known = Map.copyOf(fields);
        cases.add(new Case("signature " + cases.size(), () -> check(known, isPss)));
        List.of("s", "shaalg", "result", "msg", "saltval").forEach(fields::remove);
      }
      if (!key.isEmpty() && !line.startsWith("#")) {
        fields.put(key, line.substring(equals + 1).strip());
      }
    }
    return cases.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(cases));
  }

  private static void check(Map<String, String> fields, boolean isPss) throws Exception {
    String hash = required(fields, "shaalg").toUpperCase(Locale.ROOT).replace("-", "");
    int salt = fields.getOrDefault("saltval", "").replaceAll("^00$", "").length() / 2;
    Signature signature = Signature.getInstance(isPss ? "RSASSA-PSS" : hash + "withRSA");
    if (isPss) {
      String name = "SHA-" + hash.substring(3);
      signature.setParameter(Rsa.pss(name, name, salt));
    }
    signature.initVerify(
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    new BigInteger(required(fields, "n"), 16),
                    new BigInteger(required(fields, "e"), 16))));
    signature.update(hex(fields, "msg"));
    boolean mustFail = fields.getOrDefault("result", "P").startsWith("F");
    Expect.equal("whether the signature verifies", !mustFail, verifies(signature, fields));
  }

  private static boolean verifies(Signature signature, Map<String, String> fields)
      throws Exception {
    try {
      return signature.verify(hex(fields, "s"));
    } catch (SignatureException refused) {
      return false;
    }
  }

  private static byte[] hex(Map<String, String> fields, String name) throws Mismatch {
    try {
      return HexFormat.of().parseHex(required(fields, name));
    } catch (IllegalArgumentException malformed) {
      throw new Mismatch("the vector's " + name + " is not hexadecimal");
    }
  }

  private static String required(Map<String, String> fields, String name) throws Mismatch {
    return Optional.ofNullable(fields.get(name))
        .orElseThrow(() -> new Mismatch("the vector has no " + name));
  }
}
