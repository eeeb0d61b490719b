package sotto.mls.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Secret;
import sotto.mls.message.PreSharedKeyId;

/// RFC 9420 §12.4.3: what a Welcome seals to each new member.
///
/// ```text
/// struct {
///     opaque joiner_secret<V>;
///     optional<PathSecret> path_secret;    /* struct { opaque path_secret<V>; } PathSecret */
///     PreSharedKeyID psks<V>;
/// } GroupSecrets;
/// ```
public record GroupSecrets(
    Secret joinerSecret, Optional<Secret> pathSecret, List<PreSharedKeyId> psks)
    implements Encodable {

  public GroupSecrets {
    psks = List.copyOf(psks);
  }

  /// @throws MlsException when the bytes are no such value
  public static GroupSecrets decode(Reader in) throws MlsException {
    return new GroupSecrets(
        Secret.owning(in.opaque()),
        in.optional(reader -> Secret.owning(reader.opaque())),
        in.vector(PreSharedKeyId::decode));
  }

  @Override
  public void encode(Writer out) {
    write(out, joinerSecret);
    out.optional(pathSecret, GroupSecrets::write).vector(psks);
  }

  private static void write(Writer out, Secret secret) {
    byte[] copy = secret.copy();
    out.opaque(copy);
    Arrays.fill(copy, (byte) 0);
  }
}
