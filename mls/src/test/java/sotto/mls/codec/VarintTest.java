package sotto.mls.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 62, 63, 64, 65, 0x3ffe, 0x3fff, 0x4000, 0x4001, 70_000})
  void everyBoundaryRoundTrips(int length) throws Exception {
    byte[] encoded = new Writer().opaque(new byte[length]).toBytes();
    assertThat(new Reader(encoded).opaque()).hasSize(length);
  }

  @Test
  void aLengthInALongerFormThanNeededIsRefused() {
    assertThatThrownBy(() -> new Reader(new byte[] {0x40, 1, 0}).opaque())
        .isInstanceOf(MlsException.class);
  }

  @Test
  void aLengthPastTheEndIsRefusedBeforeAnythingIsAllocated() {
    assertThatThrownBy(() -> new Reader(new byte[] {(byte) 0xbf, -1, -1, -1, 0}).opaque())
        .isInstanceOf(MlsException.class);
  }
}
