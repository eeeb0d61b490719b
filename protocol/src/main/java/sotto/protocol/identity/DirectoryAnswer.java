package sotto.protocol.identity;

import java.time.Instant;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// What a server's identity key signs about an address, over the asker's nonce.
///
/// ```
/// struct {
///   Label label = "Sotto 1.0 directory answer";
///   ServerKey server;
///   Nonce asker_nonce;
///   Address address;
///   uint64 at;
///   DirectoryEntry entry;
/// } DirectoryAnswerTBS;
/// ```
public record DirectoryAnswer(
    ServerKey server, Nonce askerNonce, Address address, Instant at, DirectoryEntry entry)
    implements ToBeSigned {
  public DirectoryAnswer {
    at = Fields.millis(at);
  }

  @Override
  public Label label() {
    return Label.DIRECTORY_ANSWER;
  }

  @Override
  public void encodeFields(Writer out) {
    out.struct(server).struct(askerNonce).struct(address);
    Fields.time(out, at);
    out.struct(entry);
  }

  static DirectoryAnswer decodeFields(Reader in) throws MlsException {
    return new DirectoryAnswer(
        ServerKey.decode(in),
        Nonce.decode(in),
        Address.decode(in),
        Fields.time(in),
        DirectoryEntry.decode(in));
  }
}
