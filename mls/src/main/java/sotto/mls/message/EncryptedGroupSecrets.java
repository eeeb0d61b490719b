package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.HpkeCiphertext;

/// RFC 9420 §12.4.3: `GroupSecrets` for the owner of one KeyPackage.
///
/// ```text
/// struct {
///     KeyPackageRef new_member;
///     HPKECiphertext encrypted_group_secrets;
/// } EncryptedGroupSecrets;
/// ```
///
/// @param newMember the KeyPackageRef, `KDF.Nh` bytes (32 in suite 1)
public record EncryptedGroupSecrets(byte[] newMember, HpkeCiphertext encryptedGroupSecrets)
    implements Encodable {
  public EncryptedGroupSecrets {
    allGiven("newMember encryptedGroupSecrets", newMember, encryptedGroupSecrets);
  }

  /// @throws MlsException when the bytes are no such value
  public static EncryptedGroupSecrets decode(Reader in) throws MlsException {
    byte[] newMember = given("in", in).opaque();
    if (newMember.length == 0) {
      throw new MlsException("A Welcome has an entry for no KeyPackage.");
    }
    return new EncryptedGroupSecrets(newMember, HpkeCiphertext.decode(in));
  }

  @Override
  public int expectedBytes() {
    return Writer.vectorLength(newMember.length)
        + Writer.vectorLength(encryptedGroupSecrets.kemOutput().length)
        + Writer.vectorLength(encryptedGroupSecrets.ciphertext().length);
  }

  @Override
  public void encode(Writer out) {
    given("out", out).opaque(newMember).struct(encryptedGroupSecrets);
  }
}
