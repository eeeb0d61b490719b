package sotto.mls.tree;

import static sotto.mls.Given.given;

import java.util.Arrays;
import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §5.3: who a member claims to be; the Authentication Service says whether it is so.
///
/// ```text
/// struct {
///     CredentialType credential_type;
///     select (Credential.credential_type) {
///         case basic: opaque identity<V>;
///         case x509:  Certificate certificates<V>;
///     };
/// } Credential;
/// ```
public sealed interface Credential extends Encodable {
  int BASIC = 1;
  int X509 = 2;

  /// `CredentialType`, a uint16 (RFC 9420 §17.5).
  int type();

  /// A bare assertion of an identity.
  static Credential basic(byte[] identity) {
    return new Basic(identity);
  }

  /// `basic` (RFC 9420 §5.3): a name, which the Authentication Service alone can say is true.
  record Basic(byte[] identity) implements Credential {
    public Basic {
      given("identity", identity);
      identity = identity.clone();
    }

    @Override
    public byte[] identity() {
      return identity.clone();
    }

    @Override
    public int type() {
      return BASIC;
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint16(BASIC).opaque(identity);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Basic b && Arrays.equals(identity, b.identity);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(identity);
    }
  }

  /// `x509` (RFC 9420 §5.3): a chain of DER-encoded certificates, the end entity's first. Of these
  /// the library checks that each is one and that the first is for the leaf's signature key.
  record X509(List<byte[]> certificates) implements Credential {
    public X509 {
      given("certificates", certificates);
      certificates = certificates.stream().map(byte[]::clone).toList();
    }

    @Override
    public List<byte[]> certificates() {
      return certificates.stream().map(byte[]::clone).toList();
    }

    @Override
    public int type() {
      return Credential.X509;
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint16(Credential.X509).vector(certificates, Writer::opaque);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof X509 x && Arrays.equals(encoded(), x.encoded());
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(encoded());
    }
  }

  /// A type that this library does not know.
  ///
  /// RFC 9420 §13.3 leaves the length of an unknown credential undefined; as in every registered
  /// type so far, it is taken to be one `opaque<V>`.
  record Unknown(int type, byte[] data) implements Credential {
    public Unknown {
      given("data", data);
      data = data.clone();
    }

    @Override
    public byte[] data() {
      return data.clone();
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint16(type).opaque(data);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Unknown u && type == u.type && Arrays.equals(data, u.data);
    }

    @Override
    public int hashCode() {
      return 31 * type + Arrays.hashCode(data);
    }
  }

  /// @throws MlsException when the bytes are no such value
  static Credential decode(Reader in) throws MlsException {
    int type = given("in", in).uint16();
    return switch (type) {
      case BASIC -> new Basic(in.opaque());
      case X509 -> new X509(in.vector(Reader::opaque));
      default -> new Unknown(type, in.opaque());
    };
  }
}
