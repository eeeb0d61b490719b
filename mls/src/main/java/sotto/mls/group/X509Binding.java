package sotto.mls.group;

import java.io.ByteArrayInputStream;
import java.security.NoSuchProviderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.SignatureScheme;

/// The key in an X.509 credential (RFC 9420 §5.3). Whether the chain is trusted is the
/// Authentication Service's to say.
final class X509Binding {
  // RFC 8410 §3.
  private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");
  private static final ASN1ObjectIdentifier ED448 = new ASN1ObjectIdentifier("1.3.101.113");

  /// Of the JDK's own provider, whichever others an application has.
  private static final ThreadLocal<CertificateFactory> FACTORY =
      ThreadLocal.withInitial(X509Binding::factory);

  private X509Binding() {}

  /// RFC 9420 §5.3: "The public key encoded in the subjectPublicKeyInfo of the end-entity
  /// certificate MUST be identical to the signature_key in the LeafNode containing this
  /// credential."
  static void check(List<byte[]> certificates, SignatureScheme scheme, byte[] signatureKey)
      throws MlsException {
    if (certificates.isEmpty()) {
      throw new MlsException("An X.509 credential has no certificate.");
    }
    for (byte[] certificate : certificates) {
      read(certificate);
    }
    SubjectPublicKeyInfo info = publicKeyInfo(read(certificates.getFirst()));
    // The same bytes as a key of another algorithm are another key.
    if (!info.getAlgorithm().equals(algorithm(scheme))
        || !Arrays.equals(info.getPublicKeyData().getOctets(), signatureKey)) {
      throw new MlsException("A certificate is for another key than its leaf's signature key.");
    }
  }

  private static SubjectPublicKeyInfo publicKeyInfo(Certificate certificate) throws MlsException {
    try {
      return SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
    } catch (RuntimeException e) {
      // What the JDK takes for a key of an algorithm that it does not know need not be one.
      throw new MlsException("The key of a certificate cannot be read.", e);
    }
  }

  static AlgorithmIdentifier algorithm(SignatureScheme scheme) {
    return switch (scheme) {
      case ED25519 -> new AlgorithmIdentifier(ED25519);
      case ED448 -> new AlgorithmIdentifier(ED448);
      case ECDSA_P256 -> onCurve(SECObjectIdentifiers.secp256r1);
      case ECDSA_P384 -> onCurve(SECObjectIdentifiers.secp384r1);
      case ECDSA_P521 -> onCurve(SECObjectIdentifiers.secp521r1);
      case MLDSA44 -> new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_44);
      case MLDSA65 -> new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_65);
      case MLDSA87 -> new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_87);
    };
  }

  private static AlgorithmIdentifier onCurve(ASN1ObjectIdentifier curve) {
    return new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve);
  }

  // RFC 9420 §5.3: "each entry in the certificates field represents a single DER-encoded X.509
  // certificate": what is around one, or another encoding of it, would be read in one way here and
  // in another by the Authentication Service.
  private static Certificate read(byte[] certificate) throws MlsException {
    CertificateFactory factory = FACTORY.get();
    try {
      Certificate read = factory.generateCertificate(new ByteArrayInputStream(certificate));
      if (read != null && Arrays.equals(read.getEncoded(), certificate)) {
        return read;
      }
    } catch (CertificateException | RuntimeException e) {
      // The JDK's parser lets unchecked exceptions through for some malformed certificates.
      throw new MlsException("A certificate cannot be read.", e);
    }
    throw new MlsException("A certificate is not the DER encoding of one and nothing else.");
  }

  private static CertificateFactory factory() {
    try {
      return CertificateFactory.getInstance("X.509", "SUN");
    } catch (CertificateException | NoSuchProviderException e) {
      throw new IllegalStateException("This JDK has no X.509 of its own; use JDK 25 or newer.", e);
    }
  }
}
