package sotto.tests.simulation;

import sotto.mls.crypto.Aead;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;

/// The primitives, with every seal written down.
record RecordingCrypto(Crypto rest, Ledger ledger) implements DelegatingCrypto {
  @Override
  public byte[] seal(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
    byte[] ciphertext = rest.seal(aead, key, nonce, associatedData, plaintext);
    ledger.sealed(aead, key, nonce, ciphertext);
    return ciphertext;
  }
}
