package sotto.mls.crypto;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// Hybrid public-key encryption (RFC 9180, with the KEMs and KDFs of draft-ietf-hpke-pq).
public record Hpke(Crypto crypto, Kem kem, Kdf kdf, Aead aead) {

  /// What a sender set up: its context and the `enc` to send.
  public record SenderSetup(HpkeContext context, byte[] encapsulated) {}

  /// `GenerateKeyPair()`.
  public HpkeKeyPair generateKeyPair(RandomGenerator random) {
    throw new UnsupportedOperationException();
  }

  /// `DeriveKeyPair(ikm)`.
  public HpkeKeyPair deriveKeyPair(Secret inputKey) {
    throw new UnsupportedOperationException();
  }

  /// The pair of a serialized private key.
  public HpkeKeyPair keyPair(Secret privateKey) throws MlsException {
    throw new UnsupportedOperationException();
  }

  /// Checks what can be checked of a public key alone: its length, and that it is a point of its
  /// group or a well-formed encapsulation key.
  public void checkPublicKey(byte[] publicKey) throws MlsException {
    throw new UnsupportedOperationException();
  }

  /// `Seal<MODE>` in base mode: one message to one public key.
  public HpkeCiphertext seal(
      byte[] publicKey,
      byte[] info,
      byte[] associatedData,
      byte[] plaintext,
      RandomGenerator random)
      throws MlsException {
    SenderSetup setup = setupSender(publicKey, info, new HpkeMode.Base<>(), random);
    byte[] ciphertext = setup.context().seal(associatedData, plaintext);
    setup.context().erase();
    return new HpkeCiphertext(setup.encapsulated(), ciphertext);
  }

  /// `Open<MODE>` in base mode.
  public byte[] open(HpkeKeyPair keys, byte[] info, byte[] associatedData, HpkeCiphertext sealed)
      throws MlsException {
    HpkeContext context = setupReceiver(sealed.kemOutput(), keys, info, new HpkeMode.Base<>());
    try {
      return context.open(associatedData, sealed.ciphertext());
    } finally {
      context.erase();
    }
  }

  /// `Setup<MODE>S(pkR, info, …)`.
  public SenderSetup setupSender(
      byte[] publicKey, byte[] info, HpkeMode<HpkeKeyPair> mode, RandomGenerator random)
      throws MlsException {
    throw new UnsupportedOperationException();
  }

  /// `Setup<MODE>R(enc, skR, info, …)`.
  public HpkeContext setupReceiver(
      byte[] encapsulated, HpkeKeyPair keys, byte[] info, HpkeMode<byte[]> mode)
      throws MlsException {
    throw new UnsupportedOperationException();
  }
}
