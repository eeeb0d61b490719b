package sotto.mls.crypto;

import java.util.Arrays;
import java.util.Optional;

/// The key derivation functions of HPKE: HKDF (RFC 9180 §7.2), which MLS uses everywhere, and the
/// one-stage SHAKE functions of draft-ietf-hpke-pq §5, which only HPKE can use.
public enum Kdf {
  HKDF_SHA256(0x0001, 32),
  HKDF_SHA384(0x0002, 48),
  HKDF_SHA512(0x0003, 64),
  SHAKE128(0x0010, 32),
  SHAKE256(0x0011, 64);

  private final int id;
  private final int length;

  Kdf(int id, int length) {
    this.id = id;
    this.length = length;
  }

  public static Optional<Kdf> of(int id) {
    return Arrays.stream(values()).filter(kdf -> kdf.id == id).findFirst();
  }

  /// The identifier in the HPKE KDF registry.
  public int id() {
    return id;
  }

  /// Bytes of an extracted key, `Nh`.
  public int length() {
    return length;
  }

  /// Whether it has Extract and Expand, which the key schedule of MLS needs.
  public boolean isTwoStage() {
    return switch (this) {
      case HKDF_SHA256, HKDF_SHA384, HKDF_SHA512 -> true;
      case SHAKE128, SHAKE256 -> false;
    };
  }

  /// The hash beneath HKDF.
  ///
  /// @throws IllegalStateException when this is no HKDF
  public HashFunction hash() {
    return switch (this) {
      case HKDF_SHA256 -> HashFunction.SHA256;
      case HKDF_SHA384 -> HashFunction.SHA384;
      case HKDF_SHA512 -> HashFunction.SHA512;
      case SHAKE128, SHAKE256 ->
          throw new IllegalStateException(this + " is not built on a hash function.");
    };
  }
}
