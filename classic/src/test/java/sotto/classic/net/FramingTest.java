package sotto.classic.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;

/// Where a record ends: split at every byte, several at once, cut, and without end.
class FramingTest {

  private static byte[] record(Framing framing) {
    return switch (framing) {
      case OBJECTS -> "{\"a\":\"}{\\\"\",\"b\":{\"c\":[1]}}".getBytes(StandardCharsets.UTF_8);
      case PACKETS ->
          Sealed.join(new byte[16], new byte[32], "ab".repeat(32).getBytes(StandardCharsets.UTF_8));
      case LENGTH_PREFIX, ONE_READ, FILE -> "anything".getBytes(StandardCharsets.UTF_8);
    };
  }

  /// Gives at most so many bytes at each reading.
  private static InputStream inPiecesOf(int size, byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(size, length));
      }
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"OBJECTS", "PACKETS", "LENGTH_PREFIX"})
  void aRecordInPiecesOfAnySizeArrivesWhole(Framing framing) throws Exception {
    byte[] record = record(framing);
    byte[] framed = framing.frame(record);
    for (int size = 1; size <= framed.length; size++)
      assertThat(framing.read(inPiecesOf(size, framed))).contains(record);
  }

  @ParameterizedTest
  @EnumSource(names = {"OBJECTS", "PACKETS", "LENGTH_PREFIX"})
  void severalAtOnceComeOneByOne(Framing framing) throws Exception {
    byte[] record = record(framing);
    byte[] framed = framing.frame(record);
    InputStream three = new ByteArrayInputStream(Sealed.join(framed, framed, framed));
    for (int i = 0; i < 3; i++) assertThat(framing.read(three)).contains(record);
    assertThat(framing.read(three)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"OBJECTS", "PACKETS", "LENGTH_PREFIX"})
  void everyCutIsNoticed(Framing framing) {
    byte[] framed = framing.frame(record(framing));
    for (int length = 1; length < framed.length; length++) {
      var cut = new ByteArrayInputStream(Arrays.copyOf(framed, length));
      assertThatThrownBy(() -> framing.read(cut))
          .hasMessage("The connection ended in the middle of a record.");
    }
  }

  @Test
  void aRecordWithoutEndIsBounded() {
    for (String start : List.of("{\"a\":\"", "-----BEGIN "))
      assertThatThrownBy(() -> Framing.OBJECTS.read(endless(start)))
          .hasMessageContaining("longer than any record");
    assertThatThrownBy(() -> Framing.PACKETS.read(endless("")))
        .hasMessageContaining("longer than any record");
  }

  private static InputStream endless(String start) {
    return new InputStream() {
      private int at;

      @Override
      public int read() {
        return at < start.length() ? start.charAt(at++) : 'x';
      }
    };
  }

  @Test
  void anObjectAndAPemKeyMayFollowEachOther() throws Exception {
    String pem = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----";
    var in = new ByteArrayInputStream(("{} \r\n" + pem + "\n{}").getBytes(StandardCharsets.UTF_8));
    assertThat(Framing.OBJECTS.read(in)).contains("{}".getBytes(StandardCharsets.UTF_8));
    assertThat(Framing.OBJECTS.read(in)).contains(pem.getBytes(StandardCharsets.UTF_8));
    assertThat(Framing.OBJECTS.read(in)).contains("{}".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsNeitherObjectNorKeyIsRefused() {
    var in = new ByteArrayInputStream("GET / HTTP/1.1".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Framing.OBJECTS.read(in)).isInstanceOf(Refusal.class);
  }

  @Test
  void aLengthIsCheckedBeforeAnythingIsAllocated() {
    for (long length :
        new long[] {
          -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, Framing.MAX_PREFIXED + 1L
        }) {
      var in = new ByteArrayInputStream(ByteBuffer.allocate(8).putLong(length).array());
      assertThatThrownBy(() -> Framing.LENGTH_PREFIX.read(in))
          .hasMessageContaining("longer than any record");
    }
  }

  @Test
  void asPublishedTwoRecordsInOneReadAreTakenForOne() throws Exception {
    var in = new ByteArrayInputStream("{}{}".getBytes(StandardCharsets.UTF_8));
    assertThat(Framing.ONE_READ.read(in)).contains("{}{}".getBytes(StandardCharsets.UTF_8));
  }
}
