package sotto.mls.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Person.NOW;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Welcome;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Lifetime;

/// Clients whose credentials are certificates (RFC 9420 §5.3).
class CertifiedIdentityTest {
  private static final CipherSuite SUITE = Person.CLASSIC;

  private final Random random = new Random(21);
  private final Crypto crypto = PortableCrypto.create();
  private final Settings settings =
      Settings.of(crypto, AuthenticationService.unsafeBelieveEverything());

  /// Signed by the key that it is for.
  private byte[] certificate(String name, SignatureKeyPair keys) throws Exception {
    var algorithm = X509Binding.algorithm(keys.scheme());
    V3TBSCertificateGenerator fields = new V3TBSCertificateGenerator();
    fields.setSerialNumber(new ASN1Integer(BigInteger.ONE));
    fields.setSignature(algorithm);
    fields.setIssuer(new X500Name("CN=" + name));
    fields.setSubject(new X500Name("CN=" + name));
    fields.setStartDate(new Time(Date.from(NOW)));
    fields.setEndDate(new Time(Date.from(NOW.plus(Duration.ofDays(365)))));
    fields.setSubjectPublicKeyInfo(new SubjectPublicKeyInfo(algorithm, keys.publicKey()));
    TBSCertificate content = fields.generateTBSCertificate();
    byte[] signature = crypto.signingKey(keys).sign(content.getEncoded(ASN1Encoding.DER), random);
    return new DERSequence(new ASN1Encodable[] {content, algorithm, new DERBitString(signature)})
        .getEncoded(ASN1Encoding.DER);
  }

  private Identity certified(String name) throws Exception {
    SignatureKeyPair keys = crypto.generateSignatureKeyPair(SUITE.signature(), random);
    return Identity.of(new Credential.X509(List.of(certificate(name, keys))), keys, SUITE);
  }

  private KeyPackageSecrets published(Identity identity) {
    return KeyPackageSecrets.create(
        crypto, SUITE, identity, Lifetime.of(NOW, Duration.ofDays(7)), random);
  }

  @Test
  void peopleWithCertificatesTalk() throws Exception {
    Identity alice = certified("alice");
    Identity bob = certified("bob");
    KeyPackageSecrets bobs = published(bob);
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), SUITE);
    Group atAlice = Group.create(settings, alice, parameters, NOW, random);
    Committed added = atAlice.commit(CommitRequest.update().add(bobs.keyPackage()), NOW, random);
    atAlice = added.group().adopt(added.pending()).group();
    Welcome welcome = MlsMessage.decode(added.welcome().orElseThrow(), Welcome.class);
    Group atBob = Group.join(settings, welcome, bobs, bob.keys(), Optional.empty(), NOW).group();
    Sent sent = atBob.protect("hello".getBytes(UTF_8), new byte[0], Padding.NONE, random);
    Received received = atAlice.process(MlsMessage.decode(sent.message()), NOW);
    assertThat(((Received.ApplicationMessage) received).content())
        .isEqualTo("hello".getBytes(UTF_8));
    assertThat(((Received.ApplicationMessage) received).sender().credential())
        .isEqualTo(bob.credential());
  }

  /// RFC 9420 §7.3: what one member presents, all must understand.
  @Test
  void whoUnderstandsNoCertificatesIsNotAddedToThem() throws Exception {
    Group atAlice =
        Group.create(
            settings,
            certified("alice"),
            GroupParameters.of(GroupId.random(random), SUITE),
            NOW,
            random);
    SignatureKeyPair keys = crypto.generateSignatureKeyPair(SUITE.signature(), random);
    Identity plain = Identity.of(Credential.basic("carol".getBytes(UTF_8)), keys, SUITE);
    CommitRequest add = CommitRequest.update().add(published(plain).keyPackage());
    assertThatThrownBy(() -> atAlice.commit(add, NOW, random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("credential");
  }

  /// A certificate for another key is refused at once, where its own client makes a group.
  @Test
  void aCertificateOfSomebodyElseMakesNoGroup() throws Exception {
    SignatureKeyPair keys = crypto.generateSignatureKeyPair(SUITE.signature(), random);
    Identity stolen = Identity.of(certified("alice").credential(), keys, SUITE);
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), SUITE);
    assertThatThrownBy(() -> Group.create(settings, stolen, parameters, NOW, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another key");
  }
}
