package sotto.mls.message;

import static sotto.mls.Given.given;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §12.4: a proposal in a Commit, whole or by its hash.
///
/// ```text
/// struct {
///     ProposalOrRefType type;
///     select (ProposalOrRef.type) {
///         case proposal:  Proposal proposal;
///         case reference: ProposalRef reference;
///     };
/// } ProposalOrRef;
/// ```
public sealed interface ProposalOrRef extends Encodable {

  /// `proposal` (RFC 9420 §12.4): one of the committer itself.
  record ByValue(Proposal proposal) implements ProposalOrRef {
    public ByValue {
      given("proposal", proposal);
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint8(1).struct(proposal);
    }
  }

  /// `reference` (RFC 9420 §12.4): one that was sent before in the same epoch.
  record ByReference(ProposalRef reference) implements ProposalOrRef {
    public ByReference {
      given("reference", reference);
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint8(2).struct(reference);
    }
  }

  /// @throws MlsException when the bytes are no such value
  static ProposalOrRef decode(Reader in) throws MlsException {
    given("in", in);
    return switch (in.uint8()) {
      case 1 -> new ByValue(Proposal.decode(in));
      case 2 -> new ByReference(ProposalRef.decode(in));
      default -> throw new MlsException("A Commit lists neither a proposal nor a reference.");
    };
  }
}
