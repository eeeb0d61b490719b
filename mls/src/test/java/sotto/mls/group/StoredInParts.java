package sotto.mls.group;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SignatureScheme;

/// For [sotto.mls.DecodersFuzz]: a group that is stored in two parts, and the DER of a credential's
/// certificates, which decoders of this package's own read.
public final class StoredInParts {
  /// Self-signed, for the name dave.
  static final String CERTIFICATE =
      "MIIBNDCB56ADAgECAhQV7Rh3zSoqgi408zrWDKcwHq6QdDAFBgMrZXAwDzENMAsGA1UEAwwEZGF2ZTAg"
          + "Fw0yNjExMjAwNTU4MjRaGA8yMTI2MTAyNzA1NTgyNFowDzENMAsGA1UEAwwEZGF2ZTAqMAUGAytlcAMh"
          + "ALruqLqSmuVxQASsDrLcpawFdcXoA4DyGDDcSqitH1t6o1MwUTAdBgNVHQ4EFgQUzIV1D6cnTSTXWjCF"
          + "QF8/odJkvgYwHwYDVR0jBBgwFoAUzIV1D6cnTSTXWjCFQF8/odJkvgYwDwYDVR0TAQH/BAUwAwEB/zAF"
          + "BgMrZXADQQDsd1Mz0h/qNXUUOf0+fy0sM3v3hF/U748YYEaDLX82jVlVkaMNZ/QrddmzD4gO5HjYw+KM"
          + "uiZ8Hf5VpQwf1OEK";

  static final String CERTIFIED_KEY =
      "baeea8ba929ae5714004ac0eb2dca5ac0575c5e80380f21830dc4aa8ad1f5b7a";

  private static final Certified GENUINE =
      new Certified(
          Base64.getDecoder().decode(CERTIFICATE), HexFormat.of().parseHex(CERTIFIED_KEY));

  private record Certified(byte[] certificate, byte[] key) {}

  private StoredInParts() {}

  /// The epoch's part and the rows, one behind the other. What opens is stored in one way.
  public static void decodeGroup(byte[] bytes, Settings settings) throws MlsException {
    Reader in = new Reader(bytes);
    byte[] epoch = in.opaque();
    byte[] rows = in.opaque();
    in.end();
    Group group = Group.decode(epoch, rows, settings);
    Group again = Group.decode(group.encodeEpoch(), group.rows(), settings);
    if (!Arrays.equals(group.encode(), again.encode())) {
      throw new IllegalStateException("A group is stored in two ways.");
    }
  }

  /// A certificate behind a genuine one, which must be readable, and before it, which must be for
  /// the leaf's key too.
  public static void certificate(byte[] bytes) throws MlsException {
    check(List.of(GENUINE.certificate(), bytes));
    check(List.of(bytes, GENUINE.certificate()));
  }

  private static void check(List<byte[]> chain) throws MlsException {
    X509Binding.check(chain, SignatureScheme.ED25519, GENUINE.key());
  }

  static byte[] groupSeed() throws Exception {
    Group group = Group.decode(new Insider().atBob.encode(), Person.open());
    return new Writer(1024).opaque(group.encodeEpoch()).opaque(group.encodeMessages()).toBytes();
  }

  static byte[] certificateSeed() {
    return GENUINE.certificate();
  }
}
