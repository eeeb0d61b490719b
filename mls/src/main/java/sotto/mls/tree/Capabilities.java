package sotto.mls.tree;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §7.2: what a client understands beyond what every client must.
///
/// ```text
/// struct {
///     ProtocolVersion versions<V>;
///     CipherSuite cipher_suites<V>;
///     ExtensionType extensions<V>;
///     ProposalType proposals<V>;
///     CredentialType credentials<V>;
/// } Capabilities;
/// ```
public record Capabilities(
    List<Integer> versions,
    List<Integer> cipherSuites,
    List<Integer> extensions,
    List<Integer> proposals,
    List<Integer> credentials)
    implements Encodable {

  /// `ProtocolVersion mls10`.
  public static final int MLS10 = 1;

  public Capabilities {
    allGiven(
        "versions cipherSuites extensions proposals credentials",
        versions,
        cipherSuites,
        extensions,
        proposals,
        credentials);
    versions = List.copyOf(versions);
    cipherSuites = List.copyOf(cipherSuites);
    extensions = List.copyOf(extensions);
    proposals = List.copyOf(proposals);
    credentials = List.copyOf(credentials);
  }

  /// RFC 9420 with basic credentials and nothing more, for the given cipher suites.
  public static Capabilities of(Integer... cipherSuites) {
    given("cipherSuites", cipherSuites);
    return new Capabilities(
        List.of(MLS10), List.of(cipherSuites), List.of(), List.of(), List.of(Credential.BASIC));
  }

  public Capabilities withExtensions(Integer... types) {
    given("types", types);
    return new Capabilities(versions, cipherSuites, List.of(types), proposals, credentials);
  }

  public Capabilities withProposals(Integer... types) {
    given("types", types);
    return new Capabilities(versions, cipherSuites, extensions, List.of(types), credentials);
  }

  public Capabilities withCredentials(Integer... types) {
    given("types", types);
    return new Capabilities(versions, cipherSuites, extensions, proposals, List.of(types));
  }

  /// Whether an extension is one of every client, or listed here.
  public boolean supports(int extension) {
    return ExtensionType.isDefault(extension) || extensions.contains(extension);
  }

  /// @throws MlsException when the bytes are no such value
  public static Capabilities decode(Reader in) throws MlsException {
    return new Capabilities(
        given("in", in).vector(Reader::uint16),
        in.vector(Reader::uint16),
        in.vector(Reader::uint16),
        in.vector(Reader::uint16),
        in.vector(Reader::uint16));
  }

  @Override
  public void encode(Writer out) {
    given("out", out)
        .vector(versions, Writer::uint16)
        .vector(cipherSuites, Writer::uint16)
        .vector(extensions, Writer::uint16)
        .vector(proposals, Writer::uint16)
        .vector(credentials, Writer::uint16);
  }
}
