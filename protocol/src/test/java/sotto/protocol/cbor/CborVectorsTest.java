package sotto.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sotto.mls.codec.MlsException;
import sotto.protocol.Mutations;
import sotto.protocol.Shared;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/// RFC 8949, Appendix A. The vectors that are not in their one deterministic form are refused for
/// that, as MIMI content demands.
class CborVectorsTest {
  /// RFC 7049 had it; RFC 8949 §3.3 makes a simple value below 32 in two bytes not well-formed.
  private static final String SIMPLE_24 = "f818";

  @TestFactory
  Stream<DynamicTest> appendixA() throws Exception {
    String json = Files.readString(Shared.at("vectors/cbor/appendix_a.json"));
    return new ObjectMapper()
        .readTree(json)
        .valueStream()
        .map(vector -> DynamicTest.dynamicTest(vector.get("hex").asString(), () -> check(vector)));
  }

  private static void check(JsonNode vector) throws Exception {
    String hex = vector.get("hex").asString();
    byte[] bytes = HexFormat.of().parseHex(hex);
    boolean deterministic = vector.get("roundtrip").asBoolean() && !hex.equals(SIMPLE_24);
    if (deterministic) {
      assertThat(Cbor.decode(bytes).encoded()).asHexString().isEqualToIgnoringCase(hex);
      Mutations.everyTruncationIsRefused(bytes, b -> Cbor.decode(b).encoded());
      Mutations.everyBitFlipEndsInOneOfTwoWays(bytes, b -> Cbor.decode(b).encoded());
      checkAgainstJackson(vector, bytes);
    } else {
      assertThatThrownBy(() -> Cbor.decode(bytes))
          .isInstanceOf(MlsException.class)
          .hasMessageContaining("CBOR");
    }
  }

  /// An independent reader sees the value that the vector says, where it has numbers or text.
  private static void checkAgainstJackson(JsonNode vector, byte[] bytes) throws Exception {
    switch (Cbor.decode(bytes)) {
      case Cbor.Text text -> assertThat(text.text()).isEqualTo(vector.get("decoded").asString());
      case Cbor.Unsigned number ->
          assertThat(Long.toUnsignedString(number.value()))
              .isEqualTo(new CBORMapper().readTree(bytes).asString());
      case Cbor.Floating number ->
          assertThat(Double.valueOf(number.value()))
              .isEqualTo(Double.valueOf(new CBORMapper().readTree(bytes).asDouble()));
      case Cbor.Negative _,
          Cbor.ByteString _,
          Cbor.Array _,
          Cbor.Map _,
          Cbor.Tag _,
          Cbor.Simple _ -> {}
    }
  }
}
