package sotto.mls.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import sotto.mls.codec.MlsException;

/// P-256, P-384 and P-521: keys in their encodings on the wire, and ECDH.
///
/// Secret scalars meet the JDK's arithmetic, except for a public key from a private one, which the
/// JDK cannot do.
final class NistCurve {
  private static final NistCurve P256 = new NistCurve(DhGroup.P256, "secp256r1");
  private static final NistCurve P384 = new NistCurve(DhGroup.P384, "secp384r1");
  private static final NistCurve P521 = new NistCurve(DhGroup.P521, "secp521r1");
  private static final byte UNCOMPRESSED = 0x04;

  /// One for each thread and all curves.
  private static final ThreadLocal<KeyAgreement> AGREEMENT =
      ThreadLocal.withInitial(() -> JdkProvider.SUN_EC.engine("ECDH", KeyAgreement::getInstance));

  private final DhGroup group;
  private final ECParameterSpec parameters;
  private final ECDomainParameters domain;

  /// For an engine to hold between its uses; no secret.
  private final PrivateKey idleKey;

  private NistCurve(DhGroup group, String name) {
    this.group = group;
    X9ECParameters curve = CustomNamedCurves.getByName(name);
    this.domain = new ECDomainParameters(curve);
    try {
      AlgorithmParameters algorithm =
          JdkProvider.SUN_EC.engine("EC", AlgorithmParameters::getInstance);
      algorithm.init(new ECGenParameterSpec(name));
      this.parameters = algorithm.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw failure(e);
    }
    this.idleKey = new NistKey.Private(BigInteger.ONE, parameters);
  }

  static NistCurve of(DhGroup group) {
    return switch (group) {
      case P256 -> P256;
      case P384 -> P384;
      case P521 -> P521;
      case X25519, X448 -> throw new IllegalArgumentException(group + " is no NIST curve.");
    };
  }

  ECDomainParameters domain() {
    return domain;
  }

  /// Whether it is a number from 1 to the order less 1, in at most the bytes of the order.
  boolean isPrivateKey(Secret privateKey) {
    if (privateKey.length() == 0 || privateKey.length() > group.privateKeyLength()) {
      return false;
    }
    BigInteger scalar = number(privateKey);
    return scalar.signum() > 0 && scalar.compareTo(parameters.getOrder()) < 0;
  }

  /// A private key drawn by rejection (FIPS 186-5 §A.2.2).
  Secret generate(RandomGenerator random) {
    while (true) {
      Secret candidate = masked(Secret.random(group.privateKeyLength(), random));
      if (isPrivateKey(candidate)) {
        return candidate;
      }
      candidate.erase();
    }
  }

  /// Without the bits that no private key has; the candidate is erased.
  Secret masked(Secret candidate) {
    byte[] bytes = candidate.copy();
    candidate.erase();
    // RFC 9180 §7.1.3: "bitmask is defined to be 0xFF for P-256 and P-384, and 0x01 for P-521".
    bytes[0] &= (byte) (group == DhGroup.P521 ? 0x01 : 0xff);
    return Secret.owning(bytes);
  }

  byte[] publicKey(Secret privateKey) throws MlsException {
    return new FixedPointCombMultiplier()
        .multiply(domain.getG(), scalar(privateKey))
        .normalize()
        .getEncoded(false);
  }

  Secret agree(Secret privateKey, byte[] publicKey) throws MlsException {
    PrivateKey mine = privateKey(privateKey);
    checkPoint(publicKey);
    try {
      return agree(AGREEMENT.get(), mine, point(publicKey));
    } catch (GeneralSecurityException e) {
      throw failure(e);
    }
  }

  /// The engine keeps the private key of its last use, so it is given one that is no secret.
  private Secret agree(KeyAgreement agreement, PrivateKey mine, PublicKey theirs)
      throws GeneralSecurityException {
    try {
      agreement.init(mine);
      agreement.doPhase(theirs, true);
      return Secret.owning(agreement.generateSecret());
    } finally {
      agreement.init(idleKey);
    }
  }

  PrivateKey privateKey(Secret privateKey) throws MlsException {
    return new NistKey.Private(scalar(privateKey), parameters);
  }

  PrivateKey idleKey() {
    return idleKey;
  }

  /// The point of an uncompressed encoding, which is on the curve. The curves have no cofactor, so
  /// that is all there is to check.
  org.bouncycastle.math.ec.ECPoint checkPoint(byte[] publicKey) throws MlsException {
    if (publicKey.length != group.publicKeyLength() || publicKey[0] != UNCOMPRESSED) {
      throw new MlsException("A public key is not an uncompressed point of " + group + ".");
    }
    try {
      return domain.getCurve().decodePoint(publicKey);
    } catch (IllegalArgumentException e) {
      throw new MlsException("A public key is not a point on " + group + ".", e);
    }
  }

  private PublicKey point(byte[] publicKey) {
    int half = group.publicKeyLength() / 2;
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(publicKey, 1, 1 + half));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(publicKey, 1 + half, publicKey.length));
    return new NistKey.Public(new ECPoint(x, y), parameters);
  }

  private BigInteger scalar(Secret privateKey) throws MlsException {
    if (!isPrivateKey(privateKey)) {
      throw new MlsException("A private key is not a number below the order of " + group + ".");
    }
    return number(privateKey);
  }

  private static BigInteger number(Secret privateKey) {
    return privateKey.read(bytes -> new BigInteger(1, bytes));
  }

  private static IllegalStateException failure(GeneralSecurityException e) {
    return new IllegalStateException("This JDK's elliptic curves fail; use JDK 25 or newer.", e);
  }
}
