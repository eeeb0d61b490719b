package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.random.RandomGenerator;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.CipherSuite;

/// RFC 9420 §8.4: names a pre-shared key and one use of it.
///
/// ```text
/// struct {
///     PSKType psktype;
///     select (PreSharedKeyID.psktype) {
///         case external:    opaque psk_id<V>;
///         case resumption:  ResumptionPSKUsage usage; opaque psk_group_id<V>; uint64 psk_epoch;
///         case application: ComponentID component_id; opaque psk_id<V>;
///     };
///     opaque psk_nonce<V>;
/// } PreSharedKeyID;
/// ```
///
/// @param nonce of `KDF.Nh` bytes, another for every use: [#fresh]
public record PreSharedKeyId(PskSource source, byte[] nonce) implements Encodable {
  public PreSharedKeyId {
    allGiven("source nonce", source, nonce);
    nonce = nonce.clone();
  }

  @Override
  public byte[] nonce() {
    return nonce.clone();
  }

  /// One more use of a key in a group of that suite.
  public static PreSharedKeyId fresh(PskSource source, CipherSuite suite, RandomGenerator random) {
    allGiven("source suite random", source, suite, random);
    // RFC 9420 §12.1.4: "The psk_nonce MUST be randomly sampled."
    byte[] nonce = new byte[suite.hash().length()];
    random.nextBytes(nonce);
    return new PreSharedKeyId(source, nonce);
  }

  /// @throws MlsException when the bytes are no such value
  public static PreSharedKeyId decode(Reader in) throws MlsException {
    given("in", in);
    return new PreSharedKeyId(PskSource.decode(in), in.opaque());
  }

  @Override
  public void encode(Writer out) {
    given("out", out).struct(source).opaque(nonce);
  }
}
