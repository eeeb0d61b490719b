package sotto.mls.codec;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.message.EncryptedGroupSecrets;
import sotto.mls.message.ProposalRef;

/// RFC 9420 §2.1: what is not in the one form that a value has is refused.
@Tag("invariant-9")
class MalformedBytesTest {
  private static void refused(String hex, Decoder<?> decoder) {
    refused(hex, decoder, "");
  }

  private static void refused(String hex, Decoder<?> decoder, String why) {
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> decoder.decodeAll(HexFormat.of().parseHex(hex)))
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0201", "ff01", "80"})
  void aPresenceOctetIsZeroOrOne(String hex) {
    Decoder<Optional<Integer>> optional = in -> in.optional(Reader::uint8);
    refused(hex, optional, "presence octet");
  }

  /// The last one is eight bytes that give, in their shortest form, the length of what follows.
  @ParameterizedTest
  @ValueSource(strings = {"c0", "ff", "c000000000000000", "c000000000004000"})
  void aLengthHeaderDoesNotStartWithThePrefixThree(String hex) {
    refused(hex + "00".repeat(0x4000), Reader::opaque, "invalid prefix");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4000", "403f", "80000000", "80003fff", "4001aa", "80000001aa"})
  void aLengthHeaderHasItsShortestForm(String hex) {
    refused(hex, Reader::opaque, "shortest form");
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "02aa", "bfffffff", "7fff", "bfffffff00000000000000000000"})
  void aLengthThatGoesPastTheEndIsRefused(String hex) {
    refused(hex, Reader::opaque);
    Decoder<List<Integer>> vector = in -> in.vector(Reader::uint16);
    refused(hex, vector);
  }

  @Test
  void nothingFollowsAValue() {
    refused("01aa00", Reader::opaque);
  }

  @Test
  void aVectorEndsWithItsLastElement() {
    Decoder<List<Integer>> vector = in -> in.vector(Reader::uint16);
    refused("03000102", vector);
  }

  /// Of three bytes each they would be the dearest bytes that there are, and none is ever valid.
  @Test
  void whatIsNeverEmptyIsNotRead() throws Exception {
    List<Decoder<?>> decoders =
        List.of(HpkeCiphertext::decode, EncryptedGroupSecrets::decode, ProposalRef::decode);
    for (Decoder<?> decoder : decoders) {
      assertThatExceptionOfType(MlsException.class)
          .isThrownBy(() -> decoder.decode(new Reader(new byte[8])));
      decoder.decode(new Reader(HexFormat.of().parseHex("01aa01bb01cc")));
    }
  }
}
