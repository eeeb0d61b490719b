package sotto.mls.crypto;

import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.jspecify.annotations.Nullable;

/// A public key of a NIST curve for one agreement of the JDK, which checks it once more.
final class NistPublicKey implements ECPublicKey {
  private static final long serialVersionUID = 1L;

  private final transient ECPoint point;
  private final transient ECParameterSpec curve;

  NistPublicKey(ECPoint point, ECParameterSpec curve) {
    this.point = point;
    this.curve = curve;
  }

  @Override
  public ECPoint getW() {
    return point;
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
