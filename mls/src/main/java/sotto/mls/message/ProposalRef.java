package sotto.mls.message;

import static sotto.mls.Given.given;

import java.util.Arrays;
import java.util.HexFormat;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §5.2: the hash of the AuthenticatedContent that carried a proposal.
///
/// @param hash `KDF.Nh` bytes (32 in suite 1)
public record ProposalRef(byte[] hash) implements Encodable {
  public ProposalRef {
    given("hash", hash);
    hash = hash.clone();
  }

  @Override
  public byte[] hash() {
    return hash.clone();
  }

  /// @throws MlsException when the bytes are no such value
  public static ProposalRef decode(Reader in) throws MlsException {
    byte[] hash = given("in", in).opaque();
    if (hash.length == 0) {
      throw new MlsException("A reference to a proposal is empty.");
    }
    return new ProposalRef(hash);
  }

  @Override
  public void encode(Writer out) {
    given("out", out).opaque(hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProposalRef ref && Arrays.equals(hash, ref.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(hash);
  }
}
