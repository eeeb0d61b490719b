package sotto.mls.crypto;

import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECParameterSpec;
import org.jspecify.annotations.Nullable;

/// A private key of a NIST curve for one operation of the JDK, which takes any key that has its
/// number and its curve. The keys that its factory makes hold the number once more in an encoding.
final class NistPrivateKey implements ECPrivateKey {
  private static final long serialVersionUID = 1L;

  private final transient BigInteger number;
  private final transient ECParameterSpec curve;

  NistPrivateKey(BigInteger number, ECParameterSpec curve) {
    this.number = number;
    this.curve = curve;
  }

  @Override
  public BigInteger getS() {
    return number;
  }

  @Override
  public ECParameterSpec getParams() {
    return curve;
  }

  @Override
  public String getAlgorithm() {
    return "EC";
  }

  /// None: it is not stored.
  @Override
  public @Nullable String getFormat() {
    return null;
  }

  @Override
  public byte @Nullable [] getEncoded() {
    return null;
  }
}
