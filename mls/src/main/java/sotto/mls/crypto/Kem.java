package sotto.mls.crypto;

import java.util.Arrays;
import java.util.Optional;
import sotto.mls.crypto.KemConstruction.DiffieHellman;
import sotto.mls.crypto.KemConstruction.Hybrid;
import sotto.mls.crypto.KemConstruction.Lattice;

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

  /// Bytes of the seed that a hybrid's private key is.
  static final int HYBRID_SEED_LENGTH = 32;

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
      case DHKEM_P256 -> new DiffieHellman(DhGroup.P256, HashFunction.SHA256);
      case DHKEM_P384 -> new DiffieHellman(DhGroup.P384, HashFunction.SHA384);
      case DHKEM_P521 -> new DiffieHellman(DhGroup.P521, HashFunction.SHA512);
      case DHKEM_X25519 -> new DiffieHellman(DhGroup.X25519, HashFunction.SHA256);
      case DHKEM_X448 -> new DiffieHellman(DhGroup.X448, HashFunction.SHA512);
      case MLKEM512 -> new Lattice(MlKem.ML_KEM_512);
      case MLKEM768 -> new Lattice(MlKem.ML_KEM_768);
      case MLKEM1024 -> new Lattice(MlKem.ML_KEM_1024);
      case MLKEM768_P256 -> new Hybrid(MlKem.ML_KEM_768, DhGroup.P256);
      case MLKEM1024_P384 -> new Hybrid(MlKem.ML_KEM_1024, DhGroup.P384);
      case MLKEM768_X25519 -> new Hybrid(MlKem.ML_KEM_768, DhGroup.X25519);
    };
  }

  /// Bytes of a shared secret, `Nsecret`.
  public int secretLength() {
    return switch (construction()) {
      case DiffieHellman dh -> dh.hash().length();
      case Lattice _, Hybrid _ -> MlKem.SHARED_LENGTH;
    };
  }

  /// Bytes of an encapsulated key, `Nenc`.
  public int encapsulationLength() {
    return switch (construction()) {
      case DiffieHellman dh -> dh.group().publicKeyLength();
      case Lattice lattice -> lattice.parameters().ciphertextLength();
      case Hybrid hybrid ->
          hybrid.parameters().ciphertextLength() + hybrid.group().publicKeyLength();
    };
  }

  /// Bytes of a public key, `Npk`.
  public int publicKeyLength() {
    return switch (construction()) {
      case DiffieHellman dh -> dh.group().publicKeyLength();
      case Lattice lattice -> lattice.parameters().publicKeyLength();
      case Hybrid hybrid ->
          hybrid.parameters().publicKeyLength() + hybrid.group().publicKeyLength();
    };
  }

  /// Bytes of a private key, `Nsk`.
  public int privateKeyLength() {
    return switch (construction()) {
      case DiffieHellman dh -> dh.group().privateKeyLength();
      case Lattice _ -> MlKem.SEED_LENGTH;
      case Hybrid _ -> HYBRID_SEED_LENGTH;
    };
  }
}
