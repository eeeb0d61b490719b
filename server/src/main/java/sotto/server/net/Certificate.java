package sotto.server.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import sotto.server.ServerException;
import sotto.server.store.DataFolder;

/// The TLS key in use and its certificate chain. Clients do not trust the certificate: they compare
/// the hash of its public key with what the server's identity key signed (rule 2).
public record Certificate(List<X509Certificate> chain, PrivateKey key) {
  private static final Duration LIFETIME = Duration.ofDays(3650);

  public Certificate {
    chain = List.copyOf(chain);
  }

  /// SubjectPublicKeyInfo of the leaf, as the client sees it in the handshake.
  public byte[] publicKeyInfo() {
    return chain.getFirst().getPublicKey().getEncoded();
  }

  /// The operator's own files (PEM).
  public static Certificate read(Path certificate, Path key) throws ServerException {
    try {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      List<X509Certificate> chain = new ArrayList<>();
      for (byte[] der : blocks("CERTIFICATE", Files.readString(certificate))) {
        chain.add((X509Certificate) x509.generateCertificate(new ByteArrayInputStream(der)));
      }
      if (chain.isEmpty()) {
        throw new ServerException("There is no certificate in " + certificate + ".");
      }
      return new Certificate(chain, privateKey(Files.readString(key)));
    } catch (IOException | GeneralSecurityException e) {
      throw new ServerException(
          "The certificate "
              + certificate
              + " with key "
              + key
              + " cannot be read: "
              + e.getMessage()
              + ". Give a PEM chain and a PKCS#8 PEM key.",
          e);
    }
  }

  /// The self-made one of this folder, made when it is not there yet or runs out within 30 days.
  public static Certificate selfMade(DataFolder folder, Instant now, SecureRandom random)
      throws ServerException {
    Path file = folder.file("tls.pem");
    try {
      if (Files.exists(file)) {
        Certificate kept = read(file, file);
        Date soon = Date.from(now.plus(Duration.ofDays(30)));
        if (kept.chain.getFirst().getNotAfter().after(soon)) {
          return kept;
        }
      }
      Certificate made = make(now, random);
      DataFolder.write(file, made.pem().getBytes(StandardCharsets.US_ASCII));
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new ServerException("No TLS certificate could be made: " + e.getMessage() + ".", e);
    }
  }

  private static Certificate make(Instant now, SecureRandom random)
      throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair pair = generator.generateKeyPair();
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    X500Name name = new X500Name("CN=Sotto");
    V3TBSCertificateGenerator tbs = new V3TBSCertificateGenerator();
    tbs.setSerialNumber(new ASN1Integer(new BigInteger(120, random).add(BigInteger.ONE)));
    tbs.setSignature(algorithm);
    tbs.setIssuer(name);
    tbs.setSubject(name);
    tbs.setStartDate(new Time(Date.from(now.minus(Duration.ofDays(1)))));
    tbs.setEndDate(new Time(Date.from(now.plus(LIFETIME))));
    tbs.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    TBSCertificate signed = tbs.generateTBSCertificate();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate(), random);
    signature.update(signed.getEncoded("DER"));
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(signed);
    parts.add(algorithm);
    parts.add(new DERBitString(signature.sign()));
    byte[] der = new DERSequence(parts).getEncoded("DER");
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    return new Certificate(List.of(certificate), pair.getPrivate());
  }

  private String pem() throws GeneralSecurityException {
    return block("CERTIFICATE", chain.getFirst().getEncoded())
        + block("PRIVATE KEY", key.getEncoded());
  }

  private static String block(String type, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  /// The content of every PEM block of this type; a file may hold others, too.
  private static List<byte[]> blocks(String type, String pem) throws GeneralSecurityException {
    String begin = "-----BEGIN " + type + "-----";
    String end = "-----END " + type + "-----";
    List<byte[]> found = new ArrayList<>();
    for (int from = pem.indexOf(begin); from >= 0; from = pem.indexOf(begin, from + 1)) {
      int to = pem.indexOf(end, from);
      if (to < 0) {
        throw new GeneralSecurityException("a PEM block does not end");
      }
      found.add(Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to)));
    }
    return found;
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    List<byte[]> keys = blocks("PRIVATE KEY", pem);
    if (keys.isEmpty()) {
      throw new GeneralSecurityException("no PKCS#8 block in the key file");
    }
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(keys.getFirst());
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException other) {
        continue;
      }
    }
    throw new GeneralSecurityException("the key is none of EC, RSA, Ed25519");
  }
}
