package sotto.mls.crypto;

import java.util.Arrays;
import sotto.mls.codec.Writer;

/// The key schedule of HPKE (RFC 9180 §5.1; for one-stage functions draft-ietf-hpke-hpke §5.1).
final class HpkeSchedule {
  /// RFC 9180 §5.1.2: "The `psk` MUST have at least 32 bytes of entropy".
  private static final int MIN_PSK_LENGTH = 32;

  private HpkeSchedule() {}

  /// What a mode adds to the schedule.
  private record ModeInput(int mode, byte[] psk, byte[] pskId) {}

  /// The shared secret is erased.
  static HpkeContext context(Hpke hpke, HpkeMode<?> mode, Secret shared, byte[] info) {
    ModeInput input = inputOf(mode);
    try {
      return hpke.kdf().isTwoStage()
          ? twoStage(hpke, input, shared, info)
          : oneStage(hpke, input, shared, info);
    } finally {
      shared.erase();
      Arrays.fill(input.psk, (byte) 0);
    }
  }

  private static HpkeContext twoStage(Hpke hpke, ModeInput input, Secret shared, byte[] info) {
    LabeledKdf kdf = LabeledKdf.ofHpke(hpke);
    Secret pskIdHash = kdf.extract(Labels.EMPTY, "psk_id_hash", input.pskId);
    Secret infoHash = kdf.extract(Labels.EMPTY, "info_hash", info);
    byte[] mode = {(byte) input.mode};
    byte[] context = pskIdHash.read(psk -> infoHash.read(about -> Labels.join(mode, psk, about)));
    Secret secret = shared.read(salt -> kdf.extract(salt, "secret", input.psk));
    HpkeContext setup =
        new HpkeContext(
            hpke,
            kdf.expand(secret, "key", context, hpke.aead().keyLength()),
            kdf.expand(secret, "base_nonce", context, hpke.aead().nonceLength()),
            kdf.expand(secret, "exp", context, hpke.kdf().length()));
    secret.erase();
    return setup;
  }

  private static HpkeContext oneStage(Hpke hpke, ModeInput input, Secret shared, byte[] info) {
    byte[] secrets =
        shared.read(content ->
            prefixed(new Writer(), input.psk).struct(out -> prefixed(out, content)).toBytes());
    byte[] context =
        prefixed(new Writer().uint8(input.mode), input.pskId)
            .struct(out -> prefixed(out, info))
            .toBytes();
    int keyEnd = hpke.aead().keyLength();
    int nonceEnd = keyEnd + hpke.aead().nonceLength();
    int end = nonceEnd + hpke.kdf().length();
    Secret secret = LabeledKdf.ofHpke(hpke).derive(secrets, "secret", context, end);
    Arrays.fill(secrets, (byte) 0);
    HpkeContext setup =
        secret.read(bytes ->
            new HpkeContext(
                hpke,
                Secret.owning(Arrays.copyOf(bytes, keyEnd)),
                Secret.owning(Arrays.copyOfRange(bytes, keyEnd, nonceEnd)),
                Secret.owning(Arrays.copyOfRange(bytes, nonceEnd, end))));
    secret.erase();
    return setup;
  }

  private static ModeInput inputOf(HpkeMode<?> mode) {
    return switch (mode) {
      case HpkeMode.Base<?> _ -> new ModeInput(0, new byte[0], Labels.EMPTY);
      case HpkeMode.Psk<?> psk -> new ModeInput(1, checked(psk.psk(), psk.pskId()), psk.pskId());
      case HpkeMode.Auth<?> _ -> new ModeInput(2, new byte[0], Labels.EMPTY);
      case HpkeMode.AuthPsk<?> psk ->
          new ModeInput(3, checked(psk.psk(), psk.pskId()), psk.pskId());
    };
  }

  private static byte[] checked(Secret psk, byte[] pskId) {
    // RFC 9180 §5.1: "if got_psk != got_psk_id: raise Exception("Inconsistent PSK inputs")", where
    // what is empty was not got.
    if (pskId.length == 0) {
      throw new IllegalArgumentException("An HPKE pre-shared key needs an identifier.");
    }
    if (psk.length() < MIN_PSK_LENGTH) {
      throw new IllegalArgumentException("An HPKE pre-shared key needs at least 32 bytes.");
    }
    return psk.copy();
  }

  /// `lengthPrefixed(x)`: two bytes of length, then `x`.
  private static Writer prefixed(Writer out, byte[] bytes) {
    return out.uint16(bytes.length).fixed(bytes);
  }
}
