package sotto.mls.crypto;

import static sotto.mls.crypto.Aead.AES_128_GCM;
import static sotto.mls.crypto.Aead.AES_256_GCM;
import static sotto.mls.crypto.Aead.CHACHA20_POLY1305;
import static sotto.mls.crypto.HashFunction.SHA256;
import static sotto.mls.crypto.HashFunction.SHA384;
import static sotto.mls.crypto.HashFunction.SHA512;
import static sotto.mls.crypto.Kem.DHKEM_P256;
import static sotto.mls.crypto.Kem.DHKEM_P384;
import static sotto.mls.crypto.Kem.DHKEM_P521;
import static sotto.mls.crypto.Kem.DHKEM_X25519;
import static sotto.mls.crypto.Kem.DHKEM_X448;
import static sotto.mls.crypto.Kem.MLKEM1024;
import static sotto.mls.crypto.Kem.MLKEM1024_P384;
import static sotto.mls.crypto.Kem.MLKEM768;
import static sotto.mls.crypto.Kem.MLKEM768_P256;
import static sotto.mls.crypto.Kem.MLKEM768_X25519;
import static sotto.mls.crypto.SignatureScheme.ECDSA_P256;
import static sotto.mls.crypto.SignatureScheme.ECDSA_P384;
import static sotto.mls.crypto.SignatureScheme.ECDSA_P521;
import static sotto.mls.crypto.SignatureScheme.ED25519;
import static sotto.mls.crypto.SignatureScheme.ED448;
import static sotto.mls.crypto.SignatureScheme.MLDSA44;
import static sotto.mls.crypto.SignatureScheme.MLDSA65;
import static sotto.mls.crypto.SignatureScheme.MLDSA87;

import java.util.Arrays;
import java.util.Optional;

/// The cipher suites: 1 to 7 of RFC 9420 §17.1, then those of draft-ietf-mls-pq-ciphersuites-06.
///
/// IANA has assigned no identifiers to the latter yet; those here are provisional. TBD1 and TBD2
/// have OpenMLS's, the others are from the private-use range 0xF000-0xFFFF. A group keeps the
/// identifier that it was made with, so a later assignment is a change of this one table.
public enum CipherSuite {
  MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519(0x0001, DHKEM_X25519, AES_128_GCM, SHA256, ED25519),
  MLS_128_DHKEMP256_AES128GCM_SHA256_P256(0x0002, DHKEM_P256, AES_128_GCM, SHA256, ECDSA_P256),
  MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519(
      0x0003, DHKEM_X25519, CHACHA20_POLY1305, SHA256, ED25519),
  MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448(0x0004, DHKEM_X448, AES_256_GCM, SHA512, ED448),
  MLS_256_DHKEMP521_AES256GCM_SHA512_P521(0x0005, DHKEM_P521, AES_256_GCM, SHA512, ECDSA_P521),
  MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448(
      0x0006, DHKEM_X448, CHACHA20_POLY1305, SHA512, ED448),
  MLS_256_DHKEMP384_AES256GCM_SHA384_P384(0x0007, DHKEM_P384, AES_256_GCM, SHA384, ECDSA_P384),

  MLS_128_MLKEM768X25519_AES128GCM_SHA256_Ed25519(
      0x004f, MLKEM768_X25519, AES_128_GCM, SHA256, ED25519),
  MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519(
      0x004e, MLKEM768_X25519, AES_256_GCM, SHA384, ED25519),
  MLS_128_MLKEM768P256_AES128GCM_SHA256_P256(
      0xf503, MLKEM768_P256, AES_128_GCM, SHA256, ECDSA_P256),
  MLS_128_MLKEM768P256_AES256GCM_SHA384_P256(
      0xf504, MLKEM768_P256, AES_256_GCM, SHA384, ECDSA_P256),
  MLS_192_MLKEM1024P384_AES256GCM_SHA384_P384(
      0xf505, MLKEM1024_P384, AES_256_GCM, SHA384, ECDSA_P384),
  MLS_128_MLKEM768_AES256GCM_SHA384_Ed25519(0xf506, MLKEM768, AES_256_GCM, SHA384, ED25519),
  MLS_128_MLKEM768_AES256GCM_SHA384_P256(0xf507, MLKEM768, AES_256_GCM, SHA384, ECDSA_P256),
  MLS_192_MLKEM1024_AES256GCM_SHA384_P384(0xf508, MLKEM1024, AES_256_GCM, SHA384, ECDSA_P384),
  MLS_128_MLKEM768X25519_CHACHA20POLY1305_SHA384_MLDSA44(
      0xf509, MLKEM768_X25519, CHACHA20_POLY1305, SHA384, MLDSA44),
  MLS_192_MLKEM768_AES256GCM_SHA384_MLDSA65(0xf50a, MLKEM768, AES_256_GCM, SHA384, MLDSA65),
  MLS_256_MLKEM1024_AES256GCM_SHA384_MLDSA87(0xf50b, MLKEM1024, AES_256_GCM, SHA384, MLDSA87);

  private final int id;
  private final Kem kem;
  private final Aead aead;
  private final HashFunction hash;
  private final SignatureScheme signature;

  CipherSuite(int id, Kem kem, Aead aead, HashFunction hash, SignatureScheme signature) {
    this.id = id;
    this.kem = kem;
    this.aead = aead;
    this.hash = hash;
    this.signature = signature;
  }

  /// The suite of that identifier; empty when it is one that this library does not implement.
  public static Optional<CipherSuite> of(int id) {
    return Arrays.stream(values()).filter(suite -> suite.id == id).findFirst();
  }

  /// The 16-bit identifier on the wire.
  public int id() {
    return id;
  }

  public Kem kem() {
    return kem;
  }

  /// The KDF of HPKE and of the key schedule: HKDF with the suite's hash in every suite.
  public Kdf kdf() {
    return switch (hash) {
      case SHA256 -> Kdf.HKDF_SHA256;
      case SHA384 -> Kdf.HKDF_SHA384;
      case SHA512 -> Kdf.HKDF_SHA512;
    };
  }

  public Aead aead() {
    return aead;
  }

  public HashFunction hash() {
    return hash;
  }

  public SignatureScheme signature() {
    return signature;
  }
}
