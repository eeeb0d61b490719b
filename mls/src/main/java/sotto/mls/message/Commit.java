package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.UpdatePath;

/// RFC 9420 §12.4: begins a new epoch.
///
/// ```text
/// struct {
///     ProposalOrRef proposals<V>;
///     optional<UpdatePath> path;
/// } Commit;
/// ```
public record Commit(List<ProposalOrRef> proposals, Optional<UpdatePath> path) implements Content {

  public Commit {
    allGiven("proposals path", proposals, path);
    proposals = List.copyOf(proposals);
  }

  /// @throws MlsException when the bytes are no such value
  public static Commit decode(Reader in) throws MlsException {
    return new Commit(
        given("in", in).vector(ProposalOrRef::decode), in.optional(UpdatePath::decode));
  }

  @Override
  public ContentType contentType() {
    return ContentType.COMMIT;
  }

  @Override
  public void encode(Writer out) {
    given("out", out).vector(proposals).optional(path, Writer::struct);
  }
}
