package sotto.mls.group;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.Secret;
import sotto.mls.message.KeyPackage;
import sotto.mls.tree.Lifetime;

/// A KeyPackage (RFC 9420 §10) with the private keys that its owner keeps until it joins by it.
///
/// The signature key is not here: it is the client's for life.
public record KeyPackageSecrets(KeyPackage keyPackage, Secret initKey, Secret encryptionKey) {

  /// A KeyPackage to be used once.
  public static KeyPackageSecrets create(
      Crypto crypto,
      CipherSuite suite,
      Identity identity,
      Lifetime lifetime,
      RandomGenerator random) {
    throw new UnsupportedOperationException();
  }

  /// A KeyPackage that may be used again when no other is left, and is marked so
  /// (draft-ietf-mls-extensions, "Last-Resort KeyPackages"). The identity's capabilities must list
  /// the `app_data_dictionary` extension.
  public static KeyPackageSecrets createLastResort(
      Crypto crypto,
      CipherSuite suite,
      Identity identity,
      Lifetime lifetime,
      RandomGenerator random) {
    throw new UnsupportedOperationException();
  }

  /// The KeyPackageRef by which a Welcome names it (RFC 9420 §5.2).
  public byte[] reference(Crypto crypto) {
    throw new UnsupportedOperationException();
  }

  public byte[] encode() {
    throw new UnsupportedOperationException();
  }

  public static KeyPackageSecrets decode(byte[] stored) throws MlsException {
    throw new UnsupportedOperationException();
  }

  public void erase() {
    initKey.erase();
    encryptionKey.erase();
  }
}
