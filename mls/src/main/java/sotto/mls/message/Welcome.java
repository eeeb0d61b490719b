package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §12.4.3: lets the members that a Commit adds enter the group.
///
/// ```text
/// struct {
///     CipherSuite cipher_suite;
///     EncryptedGroupSecrets secrets<V>;
///     opaque encrypted_group_info<V>;
/// } Welcome;
/// ```
///
/// @param secrets one entry for each new member, in any order
/// @param encryptedGroupInfo with the AEAD's tag of 16 bytes
public record Welcome(
    int cipherSuite, List<EncryptedGroupSecrets> secrets, byte[] encryptedGroupInfo)
    implements MlsMessage {

  public Welcome {
    allGiven("secrets encryptedGroupInfo", secrets, encryptedGroupInfo);
    secrets = List.copyOf(secrets);
  }

  /// @throws MlsException when the bytes are no such value
  public static Welcome decode(Reader in) throws MlsException {
    return new Welcome(
        given("in", in).uint16(), in.vector(EncryptedGroupSecrets::decode), in.opaque());
  }

  @Override
  public WireFormat wireFormat() {
    return WireFormat.WELCOME;
  }

  @Override
  public int expectedBytes() {
    return 2
        + 4
        + secrets.stream().mapToInt(EncryptedGroupSecrets::expectedBytes).sum()
        + Writer.vectorLength(encryptedGroupInfo.length);
  }

  @Override
  public void encode(Writer out) {
    given("out", out).uint16(cipherSuite).vector(secrets).opaque(encryptedGroupInfo);
  }
}
