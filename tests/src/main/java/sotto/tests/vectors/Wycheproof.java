package sotto.tests.vectors;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.mls.codec.MlsException;

/// Files of C2SP's Wycheproof project, of any schema: an `algorithm` and `testGroups`, each with a
/// `type` that says which fields its `tests` have.
///
/// A `valid` test must give its result, an `invalid` one must be refused. For an `acceptable` one
/// the product has made its choice, which is checked like the others: docs/acceptable.md.
final class Wycheproof implements Family {
  /// Tries one test of a group.
  @FunctionalInterface
  interface Attempt {
    Answer answer(Group group, Fields test) throws Exception;
  }

  /// A test group and the algorithm of its file.
  record Group(String algorithm, Fields fields) {
    /// The public key's parts; the first schemas call it `key`.
    Fields publicKey() throws Case.Mismatch {
      return fields.object(fields.present("publicKey") ? "publicKey" : "key");
    }

    /// The public key as a SubjectPublicKeyInfo.
    byte[] publicKeyInfo() throws Case.Mismatch {
      return fields.hex(fields.present("publicKeyDer") ? "publicKeyDer" : "keyDer");
    }
  }

  private static final Map<String, Attempt> ATTEMPTS =
      Map.ofEntries(
          Map.entry("AeadTest", WycheproofSymmetric::aead),
          Map.entry("IndCpaTest", WycheproofSymmetric::cbc),
          Map.entry("MacTest", WycheproofSymmetric::mac),
          Map.entry("HkdfTest", WycheproofSymmetric::hkdf),
          Map.entry("PbkdfTest", WycheproofSymmetric::pbkdf2),
          Map.entry("PbeTest", WycheproofSymmetric::pbes2),
          Map.entry("EcdhTest", WycheproofCurves::ecdh),
          Map.entry("EcdhEcpointTest", WycheproofCurves::ecdhPoint),
          Map.entry("EcdhPemTest", WycheproofForms::ecdhPem),
          Map.entry("EcdhWebcryptoTest", WycheproofForms::ecdhJwk),
          Map.entry("XdhComp", WycheproofCurves::xdh),
          Map.entry("XdhAsnComp", WycheproofForms::xdhDer),
          Map.entry("XdhPemComp", WycheproofForms::xdhPem),
          Map.entry("XdhJwkComp", WycheproofForms::xdhJwk),
          Map.entry("EddsaVerify", WycheproofCurves::eddsa),
          Map.entry("EcdsaVerify", WycheproofEcdsa::der),
          Map.entry("EcdsaP1363Verify", WycheproofEcdsa::sideBySide),
          Map.entry("MlDsaVerify", WycheproofLattices::verify),
          Map.entry("MlDsaSign", WycheproofLattices::sign),
          Map.entry("MLKEMTest", WycheproofLattices::decapsulate),
          Map.entry("MLKEMDecaps", WycheproofLattices::decapsulate),
          Map.entry("MLKEMEncapsTest", WycheproofLattices::encapsulate),
          Map.entry("MLKEMEncaps", WycheproofLattices::encapsulate),
          Map.entry("MLKEMKeyGen", WycheproofLattices::keyGeneration),
          Map.entry("MLKEMDecapsValidationTest", WycheproofLattices::expandedDecapsulation),
          Map.entry("HpkeTest", WycheproofHpke::decrypt),
          Map.entry("HpkeEncapTest", WycheproofHpke::encapsulate),
          Map.entry("RsaesOaepDecrypt", WycheproofRsa::oaep),
          Map.entry("RsaesPkcs1Decrypt", WycheproofRsa::pkcs1Decrypt),
          Map.entry("RsassaPssVerify", WycheproofRsa::pss),
          Map.entry("RsassaPssWithParametersVerify", WycheproofRsa::pssOfKey),
          Map.entry("RsassaPkcs1Verify", WycheproofRsa::pkcs1Verify),
          Map.entry("RsassaPkcs1Generate", WycheproofRsa::pkcs1Sign));

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    Optional<Fields> top = file.json().map(Fields::new);
    // The files of JOSE name no algorithm, but every one says which schema it has.
    if (top.isEmpty()
        || !top.get().has("algorithm") && !top.get().has("schema")
        || !top.get().node().path("testGroups").isArray()) {
      return Optional.empty();
    }
    String algorithm = top.get().text("algorithm", "an algorithm without a name");
    List<Case> cases = new ArrayList<>();
    top.get()
        .node()
        .get("testGroups")
        .valueStream()
        .map(Fields::new)
        .forEach(group -> cases.addAll(cases(new Group(algorithm, group))));
    return Optional.of(cases);
  }

  private static List<Case> cases(Group group) {
    String type = group.fields().text("type", "");
    Optional<Attempt> attempt = Optional.ofNullable(ATTEMPTS.get(type));
    if (!group.fields().has("tests")) {
      return List.of(new Case("group", () -> Expect.holds("a group has tests", false)));
    }
    return group
        .fields()
        .node()
        .get("tests")
        .valueStream()
        .map(Fields::new)
        .map(test -> one(group, test, attempt, type))
        .toList();
  }

  private static Case one(Group group, Fields test, Optional<Attempt> attempt, String type) {
    String comment = test.text("comment", "");
    String name =
        "tcId "
            + test.node().path("tcId").asString("?")
            + (comment.isEmpty() ? "" : " (" + comment + ")");
    if (attempt.isEmpty()) {
      return Case.unused(name, group.algorithm() + " (" + type + ")");
    }
    return new Case(name, () -> check(answer(attempt.get(), group, test), test));
  }

  /// Keys and nonces that JCA or the product does not even take are refused too.
  private static Answer answer(Attempt attempt, Group group, Fields test) throws Exception {
    try {
      return attempt.answer(group, test);
    } catch (InvalidKeyException
        | InvalidKeySpecException
        | InvalidAlgorithmParameterException
        | MlsException
        | IllegalArgumentException refusal) {
      return Answer.REFUSED;
    }
  }

  private static void check(Answer answer, Fields test) throws Case.Mismatch {
    String result = test.text("result");
    Answer wanted =
        switch (result) {
          case "valid" -> Answer.EXPECTED;
          case "invalid" -> Answer.REFUSED;
          case "acceptable" -> Acceptable.decision(test);
          default -> throw new Case.Mismatch("the vector's result is " + result);
        };
    boolean holds = answer == wanted;
    Expect.holds(
        "a test that is " + result + " is " + wanted + "; the product's answer was " + answer,
        holds);
  }
}
