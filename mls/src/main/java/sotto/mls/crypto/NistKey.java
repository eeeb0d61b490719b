package sotto.mls.crypto;

import java.math.BigInteger;
import java.security.Key;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.jspecify.annotations.Nullable;

/// A key of a NIST curve for one operation of the JDK, which takes any key that has its number or
/// point and its curve. The private keys that its factory makes hold the number once more in an
/// encoding.
abstract class NistKey implements Key {
  private static final long serialVersionUID = 1L;

  private final transient ECParameterSpec curve;

  private NistKey(ECParameterSpec curve) {
    this.curve = curve;
  }

  static final class Private extends NistKey implements ECPrivateKey {
    private static final long serialVersionUID = 1L;

    private final transient BigInteger number;

    Private(BigInteger number, ECParameterSpec curve) {
      super(curve);
      this.number = number;
    }

    @Override
    public BigInteger getS() {
      return number;
    }
  }

  /// The JDK checks the point once more.
  static final class Public extends NistKey implements ECPublicKey {
    private static final long serialVersionUID = 1L;

    private final transient ECPoint point;

    Public(ECPoint point, ECParameterSpec curve) {
      super(curve);
      this.point = point;
    }

    @Override
    public ECPoint getW() {
      return point;
    }
  }

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
