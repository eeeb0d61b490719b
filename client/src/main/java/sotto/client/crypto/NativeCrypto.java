package sotto.client.crypto;

import java.security.Provider;
import java.util.Optional;
import org.conscrypt.Conscrypt;
import sotto.mls.crypto.Crypto;

/// Which native providers there are for Ed25519 and X25519, and which of them are used.
///
/// None is ever required: one that does not load, or does not pass its self-test, is left out, and
/// what it would have done stays with the portable primitives.
public final class NativeCrypto {
  private static final String AMAZON =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private NativeCrypto() {}

  /// The fastest primitives of this platform: X25519 of BoringSSL through Conscrypt, and Ed25519 of
  /// AWS-LC where Amazon's provider was put on the class path, else of BoringSSL too.
  public static Crypto orPortable(Crypto portable) {
    return withAmazon(portable).orElseGet(() -> withConscrypt(portable).orElse(portable));
  }

  /// Ed25519 and X25519 of Conscrypt.
  public static Optional<Crypto> withConscrypt(Crypto portable) {
    return conscrypt()
        .flatMap(provider ->
            NativeAgreement.over(portable, provider)
                .flatMap(agreeing -> NativeSignatures.over(agreeing, provider)));
  }

  /// Ed25519 of Amazon's provider, X25519 of Conscrypt where that works.
  public static Optional<Crypto> withAmazon(Crypto portable) {
    return amazon()
        .flatMap(provider ->
            NativeSignatures.over(
                conscrypt()
                    .flatMap(other -> NativeAgreement.over(portable, other))
                    .orElse(portable),
                provider));
  }

  private static Optional<Provider> conscrypt() {
    try {
      return Optional.of(Conscrypt.newProvider());
    } catch (LinkageError e) {
      // No native library for this platform.
      return Optional.empty();
    }
  }

  /// Found by its name: the jar is another one for each platform, and none of them is shipped.
  private static Optional<Provider> amazon() {
    try {
      return Class.forName(AMAZON).getField("INSTANCE").get(null) instanceof Provider provider
          ? Optional.of(provider)
          : Optional.empty();
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }
}
