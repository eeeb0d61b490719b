package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// A directory answer with the server's signature, not yet verified.
///
/// ```
/// struct {
///   ServerKey server; Nonce asker_nonce; Address address; uint64 at; DirectoryEntry entry;
///   Signature signature;
/// } SignedDirectoryAnswer;
/// ```
public record SignedDirectoryAnswer(DirectoryAnswer answer, Signature signature)
    implements Encodable {
  public static SignedDirectoryAnswer sign(DirectoryAnswer answer, Signer serverPrivateKey) {
    return new SignedDirectoryAnswer(answer, answer.sign(serverPrivateKey));
  }

  /// The answer, when the pinned server gave it to this question. The client list inside is still
  /// to be verified with the account's key.
  public DirectoryAnswer verified(
      SignatureCheck check, ServerKey pinned, Nonce asked, Address address) throws MlsException {
    if (!answer.server().equals(pinned)) {
      throw new MlsException("A directory answer is by another server than the one asked.");
    }
    if (!answer.askerNonce().equals(asked) || !answer.address().equals(address)) {
      throw new MlsException("A directory answer is not to the question that was asked.");
    }
    answer.verify(check, pinned.bytes(), signature);
    if (!isAbout(address)) {
      throw new MlsException("A directory answer holds the client list of another address.");
    }
    return answer;
  }

  private boolean isAbout(Address address) {
    return switch (answer.entry()) {
      case DirectoryEntry.None _ -> true;
      case DirectoryEntry.Account account -> account.list().list().address().equals(address);
      case DirectoryEntry.Released released -> released.release().address().equals(address);
    };
  }

  @Override
  public void encode(Writer out) {
    answer.encodeFields(out);
    out.struct(signature);
  }

  public static SignedDirectoryAnswer decode(Reader in) throws MlsException {
    return new SignedDirectoryAnswer(DirectoryAnswer.decodeFields(in), Signature.decode(in));
  }
}
