package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;

/// What encapsulation gives: the secret to keep and the bytes to send (`enc` of RFC 9180 §4).
///
/// @param sharedSecret 32 to 64 bytes, by the KEM
/// @param encapsulated of [Kem#encapsulationLength] bytes
public record Encapsulation(Secret sharedSecret, byte[] encapsulated) {
  public Encapsulation {
    allGiven("sharedSecret encapsulated", sharedSecret, encapsulated);
  }
}
