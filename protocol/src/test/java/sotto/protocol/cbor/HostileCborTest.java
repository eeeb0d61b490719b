package sotto.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.codec.MlsException;
import sotto.protocol.Mutations;
import sotto.protocol.Seed;

/// Invariant 9: hostile CBOR ends in one typed error, in bounded memory.
class HostileCborTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "9b7fffffffffffffff", // an array of 2^63-1 items
        "9bffffffffffffffff", // of 2^64-1
        "9a7fffffff00",
        "bb7fffffffffffffff", // a map
        "5b7fffffffffffffff00", // a byte string
        "7affffffff61", // a text
        "5fff", // indefinite lengths
        "7fff",
        "9fff",
        "bfff",
        "ff", // a break without a beginning
        "1c", // reserved heads
        "1d",
        "1e",
        "1f",
        "fc",
        "df00", // a tag of indefinite length
        "1800", // longer than needed
        "190018",
        "1a00000100",
        "1b0000000000000100",
        "5801ff",
        "f800", // simple values in two bytes
        "f81f",
        "fa3f800000", // floats longer than needed
        "fb3ff0000000000000",
        "f97e01", // another NaN
        "fa7fc00001",
        "a201010102", // a key twice
        "a202010102", // keys out of order
        "61ff", // bad UTF-8
        "62c080",
        "63eda080",
        "64f4908080",
        "c24101", // a big number that is small
        "c249000000000000000001",
        "c261", // a big number that is a text
        "0000" // something after the end
      })
  void isRefused(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> Cbor.decode(bytes)).isInstanceOf(MlsException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x81, 0xc1, 0xa1, 0xd8})
  void aNestingBombIsRefusedBeforeTheStackIsFull(int head) {
    byte[] bomb = new byte[200_000];
    Arrays.fill(bomb, (byte) head);
    assertThatThrownBy(() -> Cbor.decode(bomb)).isInstanceOf(MlsException.class);
  }

  @Test
  void noiseIsRefusedOrHarmless() {
    Mutations.noiseEndsInOneOfTwoWays(Seed.random(), 50_000, b -> Cbor.decode(b).encoded());
  }
}
