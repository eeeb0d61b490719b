package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §11.1: the content of the `required_capabilities` extension of a GroupContext.
///
/// ```text
/// struct {
///     ExtensionType extension_types<V>;
///     ProposalType proposal_types<V>;
///     CredentialType credential_types<V>;
/// } RequiredCapabilities;
/// ```
public record RequiredCapabilities(
    List<Integer> extensionTypes, List<Integer> proposalTypes, List<Integer> credentialTypes)
    implements Encodable {

  public RequiredCapabilities {
    allGiven(
        "extensionTypes proposalTypes credentialTypes",
        extensionTypes,
        proposalTypes,
        credentialTypes);
    extensionTypes = List.copyOf(extensionTypes);
    proposalTypes = List.copyOf(proposalTypes);
    credentialTypes = List.copyOf(credentialTypes);
  }

  /// @throws MlsException when the bytes are no such value
  public static RequiredCapabilities decode(Reader in) throws MlsException {
    return new RequiredCapabilities(
        given("in", in).vector(Reader::uint16),
        in.vector(Reader::uint16),
        in.vector(Reader::uint16));
  }

  @Override
  public void encode(Writer out) {
    given("out", out)
        .vector(extensionTypes, Writer::uint16)
        .vector(proposalTypes, Writer::uint16)
        .vector(credentialTypes, Writer::uint16);
  }
}
