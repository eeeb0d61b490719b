package sotto.protocol.identity;

import java.util.Locale;
import java.util.regex.Pattern;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Bytes;

/// What stands for a public key where people copy it: 64 hexadecimal digits.
///
/// ```
/// struct { Label label = "Sotto 1.0 fingerprint"; opaque key[32]; } FingerprintInput;
/// Fingerprint = SHA-256(FingerprintInput)
/// ```
public record Fingerprint(Hash hash) {
  private static final Pattern TEXT = Pattern.compile("[0-9a-f]{64}");

  public static Fingerprint of(AccountKey key) {
    return ofKey(key.bytes());
  }

  public static Fingerprint of(ServerKey key) {
    return ofKey(key.bytes());
  }

  public static Fingerprint parse(String typed) throws MlsException {
    String text = typed.strip().toLowerCase(Locale.ROOT);
    if (!TEXT.matcher(text).matches()) {
      throw new MlsException(
          "A fingerprint has 64 hexadecimal digits; copy the whole of it from where it was"
              + " printed.");
    }
    return new Fingerprint(new Hash(Bytes.ofHex(text)));
  }

  public String text() {
    return hash.hex();
  }

  @Override
  public String toString() {
    return text();
  }

  private static Fingerprint ofKey(Bytes key) {
    Writer out = new Writer();
    Label.FINGERPRINT.write(out);
    key.writeFixed(out);
    return new Fingerprint(Hash.sha256(out.toBytes()));
  }
}
