package sotto.mls.crypto;

/// What a KEM is made of.
sealed interface KemConstruction {
  /// RFC 9180 §4.1.
  record DiffieHellman(DhGroup group, HashFunction hash) implements KemConstruction {}

  /// draft-ietf-hpke-pq §3.
  record Lattice(MlKem parameters) implements KemConstruction {}

  /// draft-ietf-hpke-pq §4.
  record Hybrid(MlKem parameters, DhGroup group) implements KemConstruction {}
}
