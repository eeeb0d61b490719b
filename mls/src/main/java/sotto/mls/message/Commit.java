package sotto.mls.message;

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
    proposals = List.copyOf(proposals);
  }

  /// @throws MlsException when the bytes are no such value
  public static Commit decode(Reader in) throws MlsException {
    return new Commit(in.vector(ProposalOrRef::decode), in.optional(UpdatePath::decode));
  }

  @Override
  public ContentType contentType() {
    return ContentType.COMMIT;
  }

  @Override
  public void encode(Writer out) {
    out.vector(proposals).optional(path, Writer::struct);
  }
}
