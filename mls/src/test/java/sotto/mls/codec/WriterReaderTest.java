package sotto.mls.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9420 §2.1: each value has the bytes that it should have, and is read from them.
class WriterReaderTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static String hex(Writer writer) {
    return HexFormat.of().formatHex(writer.toBytes());
  }

  private record Pair(int first, int second) implements Encodable {
    static Pair decode(Reader in) throws MlsException {
      return new Pair(in.uint8(), in.uint8());
    }

    @Override
    public void encode(Writer out) {
      out.uint8(first).uint8(second);
    }
  }

  @Test
  void numbersAreBigEndian() throws Exception {
    Writer out =
        new Writer().uint8(0xfe).uint16(0xfedc).uint32(0xfedc_ba98L).uint64(0xfedc_ba98_7654_3210L);
    assertThat(hex(out)).isEqualTo("fefedcfedcba98fedcba9876543210");
    Reader in = new Reader(out.toBytes());
    assertThat(in.uint8()).isEqualTo(0xfe);
    assertThat(in.uint16()).isEqualTo(0xfedc);
    assertThat(in.uint32()).isEqualTo(0xfedc_ba98L);
    assertThat(in.uint64()).isEqualTo(0xfedc_ba98_7654_3210L);
    assertThat(in.hasRemaining()).isFalse();
    in.end();
  }

  @Test
  void numbersAreInTheirRange() {
    assertThat(hex(new Writer().uint8(0).uint8(255))).isEqualTo("00ff");
    assertThat(hex(new Writer().uint16(0).uint16(65_535))).isEqualTo("0000ffff");
    assertThat(hex(new Writer().uint32(0).uint32(0xffff_ffffL))).isEqualTo("00000000ffffffff");
    for (Runnable wrong :
        List.<Runnable>of(
            () -> new Writer().uint8(256),
            () -> new Writer().uint8(-1),
            () -> new Writer().uint16(65_536),
            () -> new Writer().uint32(1L << 32),
            () -> new Writer().uint32(-1),
            () -> new Writer().length(1 << 30),
            () -> new Writer().length(-1))) {
      assertThatIllegalArgumentException().isThrownBy(wrong::run).withMessageContaining("between");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 00",
        "1 01",
        "63 3f",
        "64 4040",
        "16383 7fff",
        "16384 80004000",
        "1073741823 bfffffff"
      })
  void lengthHeadersHaveTheirShortestForm(String line) {
    String[] parts = line.split(" ");
    assertThat(hex(new Writer().length(Integer.parseInt(parts[0])))).isEqualTo(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 255, 256, 16_383, 16_384, 70_000})
  void opaqueBytesComeBack(int length) throws Exception {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 7 + 1);
    }
    Writer out = new Writer(1).opaque(bytes).uint8(9);
    Reader in = new Reader(out.toBytes());
    assertThat(in.opaque(length)).isEqualTo(bytes);
    assertThat(in.uint8()).isEqualTo(9);
    assertThat(out.size()).isEqualTo(out.toBytes().length);
    Reader header = new Reader(out.toBytes());
    assertThat(header.length()).isEqualTo(length);
    assertThat(header.fixed(length)).isEqualTo(bytes);
    if (length > 0) {
      assertThatExceptionOfType(MlsException.class)
          .isThrownBy(() -> new Reader(out.toBytes()).opaque(length - 1))
          .withMessageContaining("longer than");
    }
  }

  @Test
  void aWriterGrowsByItself() {
    Writer out = new Writer(0);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      out.uint8(i & 0xff);
      expected.append("%02x".formatted(i & 0xff));
    }
    assertThat(hex(out)).isEqualTo(expected.toString());
    assertThat(hex(new Writer(3).fixed(hex("010203")).fixed(hex("04")))).isEqualTo("01020304");
  }

  @Test
  void vectorsCountBytes() throws Exception {
    List<Pair> pairs = List.of(new Pair(1, 2), new Pair(3, 4));
    Writer out = new Writer(1).uint8(7).vector(pairs).uint8(8);
    assertThat(hex(out)).isEqualTo("07040102030408");
    Reader in = new Reader(out.toBytes());
    assertThat(in.uint8()).isEqualTo(7);
    assertThat(in.vector(Pair::decode)).isEqualTo(pairs);
    assertThat(in.uint8()).isEqualTo(8);
    Writer numbers = new Writer().vector(List.of(1, 2), Writer::uint16);
    assertThat(hex(numbers)).isEqualTo("0400010002");
    assertThat(hex(new Writer().vector(List.<Pair>of()))).isEqualTo("00");
    assertThat(new Reader(hex("00")).vector(Pair::decode)).isEmpty();
    byte[] many = new Writer().vector(Collections.nCopies(50, new Pair(5, 6))).toBytes();
    assertThat(new Reader(many).vector(Pair::decode)).hasSize(50);
    byte[] content = new byte[0x4000];
    content[0x3fff] = 9;
    byte[] behindItsLength = new Writer().vector(inner -> inner.fixed(content)).toBytes();
    assertThat(behindItsLength).isEqualTo(new Writer().opaque(content).toBytes());
  }

  /// A header is shorter than the room that was left for it.
  @Test
  void whatFollowsAVectorIsZero() {
    Writer out = new Writer(32).vector(inner -> inner.fixed(hex("0102030405")));
    assertThat(out.toBytes(10)).isEqualTo(hex("05010203040500000000"));
  }

  @Test
  void aVectorOfNothingIsRefused() {
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> new Reader(hex("0101")).vector(in -> "no bytes"))
        .withMessageContaining("no size");
  }

  @Test
  void optionalValuesAreThereOrNot() throws Exception {
    Writer out =
        new Writer()
            .optional(Optional.of(5), Writer::uint16)
            .optional(Optional.<Integer>empty(), Writer::uint16);
    assertThat(hex(out)).isEqualTo("01000500");
    Reader in = new Reader(out.toBytes());
    assertThat(in.optional(Reader::uint16)).contains(5);
    assertThat(in.optional(Reader::uint16)).isEmpty();
  }

  @Test
  void structsAreTheirFields() throws Exception {
    Pair pair = new Pair(1, 2);
    assertThat(hex(new Writer().struct(pair))).isEqualTo("0102");
    assertThat(pair.encoded()).isEqualTo(hex("0102"));
    Decoder<Pair> decoder = Pair::decode;
    assertThat(decoder.decodeAll(hex("0102"))).isEqualTo(pair);
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> decoder.decodeAll(hex("010203")))
        .withMessageContaining("1 bytes follow");
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> decoder.decodeAll(hex("01")))
        .withMessageContaining("end 1 too early");
  }

  @Test
  void aReaderKnowsWhereItIs() throws Exception {
    Reader in = new Reader(hex("0001020304"));
    in.uint8();
    int from = in.position();
    assertThat(from).isEqualTo(1);
    in.uint16();
    assertThat(in.since(from)).isEqualTo(hex("0102"));
    assertThat(in.remaining()).isEqualTo(2);
    assertThat(in.hasRemaining()).isTrue();
    assertThat(in.rest()).isEqualTo(hex("0304"));
    assertThat(in.remaining()).isZero();
    assertThat(in.rest()).isEmpty();
  }

  @Test
  void aNestedReaderEndsWithItsField() throws Exception {
    Reader in = new Reader(hex("02aabbcc"));
    Reader inner = in.nested();
    assertThat(inner.uint16()).isEqualTo(0xaabb);
    assertThatExceptionOfType(MlsException.class).isThrownBy(inner::uint8);
    assertThat(in.uint8()).isEqualTo(0xcc);
  }

  @Test
  void whatIsTooShortSaysByHowMuch() {
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> new Reader(hex("0102")).fixed(5))
        .withMessage("The bytes end 3 too early.");
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> new Reader(hex("05")).opaque())
        .withMessageContaining("5 bytes goes past");
    Reader later = new Reader(hex("0000000003aabb"));
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> {
          later.uint32();
          later.length();
        })
        .withMessageContaining("3 bytes goes past");
  }

  @Test
  void aRefusalKeepsItsCause() {
    RuntimeException cause = new IllegalStateException("why");
    assertThat(new MlsException("what", cause)).hasMessage("what").hasCause(cause);
  }

  @Test
  void whatWasHandedOutStaysAsItIs() {
    Writer out = new Writer(2).uint16(0x0102);
    byte[] exact = out.toBytes();
    byte[] padded = out.uint8(3).toBytes(4);
    out.uint8(4);
    assertThat(exact).containsExactly(1, 2);
    assertThat(padded).containsExactly(1, 2, 3, 0);
    assertThat(out.toBytes()).containsExactly(1, 2, 3, 4);
    assertThatIllegalArgumentException().isThrownBy(() -> out.toBytes(3));
  }

  @Test
  void theLengthOfAHeaderIsKnownBefore() {
    for (int length : new int[] {0, 0x3f, 0x40, 0x3fff, 0x4000, 0x3fff_ffff}) {
      assertThat(new Writer().length(length).size() + length)
          .isEqualTo(Writer.vectorLength(length));
    }
  }
}
