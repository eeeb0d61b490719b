package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.tests.vectors.Case.Unused;
import tools.jackson.databind.JsonNode;

/// NIST's ACVP files that have both the questions and the answers (`internalProjection.json`), for
/// ML-KEM, ML-DSA, AES, hashes and HMAC. A file of questions alone is skipped by name.
final class Acvp implements Family {
  /// Tries one test of a group.
  @FunctionalInterface
  interface Attempt {
    void check(Fields group, Fields test) throws Exception;
  }

  private static final Map<String, Attempt> ATTEMPTS =
      Map.of(
          "ML-KEM keyGen", AcvpLattices::kemKey,
          "ML-KEM encapDecap", AcvpLattices::encapsulation,
          "ML-DSA keyGen", AcvpLattices::signatureKey,
          "ML-DSA sigGen", AcvpLattices::signature,
          "ML-DSA sigVer", AcvpLattices::verification);

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    // What the server sends is a list of two: the protocol's version, then the file itself.
    Optional<JsonNode> top = file.json().map(json -> json.isArray() ? json.path(1) : json);
    if (top.isEmpty() || !top.get().has("vsId") || !top.get().path("testGroups").isArray()) {
      return Optional.empty();
    }
    Fields fields = new Fields(top.get());
    String name = (fields.text("algorithm", "?") + " " + fields.text("mode", "")).strip();
    List<Case> cases = new ArrayList<>();
    for (JsonNode group : top.get().get("testGroups")) {
      for (JsonNode test : group.path("tests")) {
        cases.add(one(name, new Fields(group), new Fields(test)));
      }
    }
    return Optional.of(List.copyOf(cases));
  }

  private static Case one(String name, Fields group, Fields test) {
    Optional<Attempt> attempt = AcvpSymmetric.attempt(name);
    if (attempt.isEmpty()) {
      attempt = Optional.ofNullable(ATTEMPTS.get(name));
    }
    String id = "tcId " + test.node().path("tcId").asString("?");
    return attempt
        .map(known -> new Case(id, () -> known.check(group, test)))
        .orElseGet(() -> Case.unused(id, "ACVP " + name));
  }

  /// A field of a question or an answer.
  ///
  /// @throws Unused when it is not there: the file has the other half alone
  static byte[] half(Fields test, String name) throws Exception {
    if (!test.present(name)) {
      throw new Unused("ACVP tests without their questions or their answers");
    }
    return test.hex(name);
  }
}
