package sotto.mls.crypto;

import java.util.Arrays;
import java.util.Optional;

/// The key encapsulation mechanisms of HPKE: RFC 9180 §7.1 and draft-ietf-hpke-pq §3 and §4.
///
/// All shared secrets of the post-quantum ones have 32 bytes. Their private keys are seeds.
public enum Kem {
  DHKEM_P256(0x0010),
  DHKEM_P384(0x0011),
  DHKEM_P521(0x0012),
  DHKEM_X25519(0x0020),
  DHKEM_X448(0x0021),
  MLKEM512(0x0040),
  MLKEM768(0x0041),
  MLKEM1024(0x0042),
  MLKEM768_P256(0x0050),
  MLKEM1024_P384(0x0051),
  /// X-Wing (draft-connolly-cfrg-xwing-kem).
  MLKEM768_X25519(0x647a);

  private final int id;

  Kem(int id) {
    this.id = id;
  }

  public static Optional<Kem> of(int id) {
    return Arrays.stream(values()).filter(kem -> kem.id == id).findFirst();
  }

  /// The identifier in the HPKE KEM registry.
  public int id() {
    return id;
  }

  KemConstruction construction() {
    return switch (this) {
      case DHKEM_P256 -> new DhKem(DhGroup.P256, HashFunction.SHA256);
      case DHKEM_P384 -> new DhKem(DhGroup.P384, HashFunction.SHA384);
      case DHKEM_P521 -> new DhKem(DhGroup.P521, HashFunction.SHA512);
      case DHKEM_X25519 -> new DhKem(DhGroup.X25519, HashFunction.SHA256);
      case DHKEM_X448 -> new DhKem(DhGroup.X448, HashFunction.SHA512);
      case MLKEM512 -> new LatticeKem(MlKem.ML_KEM_512);
      case MLKEM768 -> new LatticeKem(MlKem.ML_KEM_768);
      case MLKEM1024 -> new LatticeKem(MlKem.ML_KEM_1024);
      case MLKEM768_P256 -> new HybridKem(MlKem.ML_KEM_768, DhGroup.P256);
      case MLKEM1024_P384 -> new HybridKem(MlKem.ML_KEM_1024, DhGroup.P384);
      case MLKEM768_X25519 -> new HybridKem(MlKem.ML_KEM_768, DhGroup.X25519);
    };
  }

  /// Bytes of an encapsulated key, `Nenc`.
  public int encapsulationLength() {
    return switch (construction()) {
      case DhKem dh -> dh.group().publicKeyLength();
      case LatticeKem lattice -> lattice.parameters().ciphertextLength();
      case HybridKem hybrid ->
          hybrid.parameters().ciphertextLength() + hybrid.group().publicKeyLength();
    };
  }

  /// Bytes of a public key, `Npk`.
  public int publicKeyLength() {
    return switch (construction()) {
      case DhKem dh -> dh.group().publicKeyLength();
      case LatticeKem lattice -> lattice.parameters().publicKeyLength();
      case HybridKem hybrid ->
          hybrid.parameters().publicKeyLength() + hybrid.group().publicKeyLength();
    };
  }

  /// Bytes of a private key, `Nsk`.
  public int privateKeyLength() {
    return switch (construction()) {
      case DhKem dh -> dh.group().privateKeyLength();
      case LatticeKem _ -> MlKem.SEED_LENGTH;
      case HybridKem _ -> HybridKem.SEED_LENGTH;
    };
  }
}
