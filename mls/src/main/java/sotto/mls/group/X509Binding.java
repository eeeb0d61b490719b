package sotto.mls.group;

import java.io.ByteArrayInputStream;
import java.security.NoSuchProviderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import sotto.mls.codec.MlsException;

/// The key in an X.509 credential (RFC 9420 §5.3). Whether the chain is trusted is the
/// Authentication Service's to say.
final class X509Binding {
  /// Of the JDK's own provider, whichever others an application has.
  private static final ThreadLocal<CertificateFactory> FACTORY =
      ThreadLocal.withInitial(X509Binding::factory);

  private X509Binding() {}

  /// RFC 9420 §5.3: "The public key encoded in the subjectPublicKeyInfo of the end-entity
  /// certificate MUST be identical to the signature_key in the LeafNode containing this
  /// credential."
  static void check(List<byte[]> certificates, byte[] signatureKey) throws MlsException {
    if (certificates.isEmpty()) {
      throw new MlsException("An X.509 credential has no certificate.");
    }
    for (byte[] certificate : certificates) {
      read(certificate);
    }
    byte[] info = publicKeyInfo(certificates.getFirst());
    int from = info.length - signatureKey.length;
    // The key is the last field of the info, whole behind the count of unused bits, which is 0.
    boolean same =
        signatureKey.length > 0
            && from > 1
            && info[from - 1] == 0
            && Arrays.equals(info, from, info.length, signatureKey, 0, signatureKey.length);
    if (!same) {
      throw new MlsException("A certificate is for another key than its leaf's signature key.");
    }
  }

  private static byte[] publicKeyInfo(byte[] certificate) throws MlsException {
    return read(certificate).getPublicKey().getEncoded();
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
