package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.Vectors.hex;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sotto.mls.Vectors;
import sotto.mls.codec.MlsException;
import tools.jackson.databind.JsonNode;

class Ed25519VerdictsTest {
  private final Crypto crypto = PortableCrypto.create();

  @Test
  void everyCctvCaseHasTheDocumentedVerdict() {
    for (JsonNode vector : Vectors.json("cctv/ed25519/ed25519vectors.json.gz")) {
      Set<String> flags = new HashSet<>();
      vector.get("flags").forEach(flag -> flags.add(flag.asString()));
      boolean expected =
          !flags.contains("low_order_A")
              && !flags.contains("non_canonical_A")
              && !flags.contains("non_canonical_R");
      assertThat(verdict(vector)).as("case %s %s", vector.get("number"), flags).isEqualTo(expected);
    }
  }

  @Test
  void theBuiltInCasesHaveTheirVerdicts() {
    SelfTest.everything(crypto);
  }

  private boolean verdict(JsonNode vector) {
    try {
      return crypto
          .verificationKey(SignatureScheme.ED25519, hex(vector, "key"))
          .verify(
              vector.get("msg").asString().getBytes(StandardCharsets.UTF_8), hex(vector, "sig"));
    } catch (MlsException e) {
      return false;
    }
  }
}
