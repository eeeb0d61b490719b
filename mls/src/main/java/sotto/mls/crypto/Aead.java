package sotto.mls.crypto;

import java.util.Arrays;
import java.util.Optional;

/// The AEAD algorithms of RFC 9180 §7.3. Nonces have 12 bytes, tags 16.
public enum Aead {
  AES_128_GCM(0x0001, 16),
  AES_256_GCM(0x0002, 32),
  CHACHA20_POLY1305(0x0003, 32),
  /// HPKE contexts that only export.
  EXPORT_ONLY(0xffff, 0);

  /// In bytes.
  public static final int NONCE_LENGTH = 12;

  /// In bytes.
  public static final int TAG_LENGTH = 16;

  private final int id;
  private final int keyLength;

  Aead(int id, int keyLength) {
    this.id = id;
    this.keyLength = keyLength;
  }

  public static Optional<Aead> of(int id) {
    return Arrays.stream(values()).filter(aead -> aead.id == id).findFirst();
  }

  /// The identifier in the HPKE AEAD registry.
  public int id() {
    return id;
  }

  /// Bytes of a key, `Nk`.
  public int keyLength() {
    return keyLength;
  }

  /// Bytes of a nonce, `Nn`.
  public int nonceLength() {
    return this == EXPORT_ONLY ? 0 : NONCE_LENGTH;
  }
}
