package sotto.client.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.Secret;

/// X25519 of a native provider, in half of the portable time; all else is delegated.
record NativeAgreement(Crypto rest, NativeCurve curve) implements DelegatingCrypto {

  /// Empty when the provider does not give the shared secrets of `rest`, bit for bit.
  static Optional<Crypto> over(Crypto rest, Provider provider) {
    NativeCurve curve = new NativeCurve(provider);
    Secret secret = NativeCurve.example();
    try {
      byte[] point = rest.publicKey(DhGroup.X25519, secret);
      return curve.agree(secret, point).equals(rest.agree(DhGroup.X25519, secret, point))
          ? Optional.of(new NativeAgreement(rest, curve))
          : Optional.empty();
    } catch (MlsException | GeneralSecurityException | LinkageError e) {
      return Optional.empty();
    }
  }

  @Override
  public Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException {
    if (group != DhGroup.X25519 || privateKey.length() != 32 || publicKey.length != 32) {
      return rest.agree(group, privateKey, publicKey);
    }
    try {
      return curve.agree(privateKey, publicKey);
    } catch (GeneralSecurityException e) {
      // Such as an all-zero result; the portable primitive says what is wrong.
      return rest.agree(group, privateKey, publicKey);
    }
  }
}
