package sotto.mls.message;

import static sotto.mls.Given.given;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// `opaque group_id<V>`: names a group; unique at a Delivery Service (RFC 9420 §11).
public record GroupId(byte[] value) implements Encodable {

  public GroupId {
    given("value", value);
    value = value.clone();
  }

  @Override
  public byte[] value() {
    return value.clone();
  }

  /// 16 random bytes.
  public static GroupId random(RandomGenerator random) {
    given("random", random);
    byte[] value = new byte[16];
    random.nextBytes(value);
    return new GroupId(value);
  }

  /// @throws MlsException when the bytes are no such value
  public static GroupId decode(Reader in) throws MlsException {
    return new GroupId(given("in", in).opaque());
  }

  @Override
  public int expectedBytes() {
    return Writer.vectorLength(value.length);
  }

  @Override
  public void encode(Writer out) {
    given("out", out).opaque(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupId id && Arrays.equals(value, id.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
