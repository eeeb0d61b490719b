package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// Hybrid public-key encryption (RFC 9180, with the KEMs and KDFs of draft-ietf-hpke-pq).
public record Hpke(Crypto crypto, Kem kem, Kdf kdf, Aead aead) {
  public Hpke {
    allGiven("crypto kem kdf aead", crypto, kem, kdf, aead);
  }

  /// What a sender set up (RFC 9180 §5.1): its context and the `enc` to send, of
  /// [Kem#encapsulationLength] bytes.
  public record SenderSetup(HpkeContext context, byte[] encapsulated) {
    public SenderSetup {
      allGiven("context encapsulated", context, encapsulated);
    }
  }

  /// `GenerateKeyPair()`.
  public HpkeKeyPair generateKeyPair(RandomGenerator random) {
    given("random", random);
    return ownKeyPair(kem.construction().generate(crypto, kem, random));
  }

  /// `DeriveKeyPair(ikm)`.
  public HpkeKeyPair deriveKeyPair(Secret inputKey) {
    given("inputKey", inputKey);
    return ownKeyPair(kem.construction().derive(crypto, kem, inputKey));
  }

  /// The pair of a serialized private key. One of a NIST curve may lack leading zeros.
  ///
  /// @throws MlsException when it is none of this KEM
  public HpkeKeyPair keyPair(Secret privateKey) throws MlsException {
    given("privateKey", privateKey);
    return new HpkeKeyPair(kem, privateKey, kem.construction().publicKey(crypto, privateKey));
  }

  /// Refuses what cannot be a public key of this KEM (RFC 9180 §7.1.4, FIPS 203 §7.2): a wrong
  /// length, no point of the curve, a point of small order, numbers that are not reduced. So a
  /// peer's key is refused when it comes, and not when it is used first.
  ///
  /// @throws MlsException when nothing can be sealed to it
  public void checkPublicKey(byte[] publicKey) throws MlsException {
    given("publicKey", publicKey);
    checkLength(publicKey, kem.publicKeyLength(), "public key");
    kem.construction().checkPublicKey(publicKey);
  }

  /// `Encap(pkR)`.
  ///
  /// @throws MlsException when the public key is malformed
  public Encapsulation encapsulate(byte[] publicKey, RandomGenerator random) throws MlsException {
    allGiven("publicKey random", publicKey, random);
    checkLength(publicKey, kem.publicKeyLength(), "public key");
    return kem.construction().encapsulate(crypto, kem, publicKey, random);
  }

  /// `Decap(enc, skR)`.
  ///
  /// @throws MlsException when `encapsulated` has another size, or gives no shared secret
  /// @throws IllegalArgumentException when the pair is of another KEM
  public Secret decapsulate(HpkeKeyPair keys, byte[] encapsulated) throws MlsException {
    allGiven("keys encapsulated", keys, encapsulated);
    requireOwn(keys);
    checkLength(encapsulated, kem.encapsulationLength(), "encapsulated key");
    return kem.construction().decapsulate(crypto, keys, encapsulated);
  }

  /// `Seal<MODE>` in base mode: one message to one public key.
  ///
  /// @throws MlsException when the public key is malformed
  public HpkeCiphertext seal(
      byte[] publicKey,
      byte[] info,
      byte[] associatedData,
      byte[] plaintext,
      RandomGenerator random)
      throws MlsException {
    allGiven(
        "publicKey info associatedData plaintext random",
        publicKey,
        info,
        associatedData,
        plaintext,
        random);
    SenderSetup setup = setupSender(publicKey, info, new HpkeMode.Base<>(), random);
    byte[] ciphertext = setup.context().seal(associatedData, plaintext);
    setup.context().erase();
    return new HpkeCiphertext(setup.encapsulated(), ciphertext);
  }

  /// `Open<MODE>` in base mode.
  ///
  /// @throws MlsException when it was not sealed to this key with this `info` and these data
  /// @throws IllegalArgumentException when the pair is of another KEM
  public byte[] open(HpkeKeyPair keys, byte[] info, byte[] associatedData, HpkeCiphertext sealed)
      throws MlsException {
    allGiven("keys info associatedData sealed", keys, info, associatedData, sealed);
    HpkeContext context = setupReceiver(sealed.kemOutput(), keys, info, new HpkeMode.Base<>());
    try {
      return context.open(associatedData, sealed.ciphertext());
    } finally {
      context.erase();
    }
  }

  /// `Setup<MODE>S(pkR, info, …)`.
  ///
  /// @throws MlsException when the public key is malformed
  /// @throws IllegalArgumentException when the sender's pair is of another KEM, or the KEM has no
  ///   authenticated mode, or a PSK is too short (RFC 9180 §5.1.2)
  public SenderSetup setupSender(
      byte[] publicKey, byte[] info, HpkeMode<HpkeKeyPair> mode, RandomGenerator random)
      throws MlsException {
    allGiven("publicKey info mode random", publicKey, info, mode, random);
    Encapsulation encapsulation =
        switch (mode) {
          case HpkeMode.Base<HpkeKeyPair> _, HpkeMode.Psk<HpkeKeyPair> _ ->
              encapsulate(publicKey, random);
          case HpkeMode.Auth<HpkeKeyPair> auth ->
              authenticated().encapsulate(crypto, publicKey, requireOwn(auth.sender()), random);
          case HpkeMode.AuthPsk<HpkeKeyPair> auth ->
              authenticated().encapsulate(crypto, publicKey, requireOwn(auth.sender()), random);
        };
    return new SenderSetup(
        HpkeSchedule.context(this, mode, encapsulation.sharedSecret(), info),
        encapsulation.encapsulated());
  }

  /// `Setup<MODE>R(enc, skR, info, …)`.
  ///
  /// @throws MlsException when `encapsulated` or the sender's public key is malformed
  /// @throws IllegalArgumentException as [#setupSender]
  public HpkeContext setupReceiver(
      byte[] encapsulated, HpkeKeyPair keys, byte[] info, HpkeMode<byte[]> mode)
      throws MlsException {
    allGiven("encapsulated keys info mode", encapsulated, keys, info, mode);
    Secret shared =
        switch (mode) {
          case HpkeMode.Base<byte[]> _, HpkeMode.Psk<byte[]> _ -> decapsulate(keys, encapsulated);
          case HpkeMode.Auth<byte[]> auth ->
              authenticated().decapsulate(crypto, requireOwn(keys), encapsulated, auth.sender());
          case HpkeMode.AuthPsk<byte[]> auth ->
              authenticated().decapsulate(crypto, requireOwn(keys), encapsulated, auth.sender());
        };
    return HpkeSchedule.context(this, mode, shared, info);
  }

  private HpkeKeyPair requireOwn(HpkeKeyPair keys) {
    if (keys.kem() != kem) {
      throw new IllegalArgumentException(
          "A key pair of " + keys.kem() + " is none of " + kem + ".");
    }
    return keys;
  }

  private DhKem authenticated() {
    if (kem.construction() instanceof DhKem dh) {
      return dh;
    }
    throw new IllegalArgumentException(kem + " has no authenticated mode; use base or PSK mode.");
  }

  private HpkeKeyPair ownKeyPair(Secret privateKey) {
    try {
      return keyPair(privateKey);
    } catch (MlsException e) {
      throw new IllegalStateException("A private key made here was refused.", e);
    }
  }

  private static void checkLength(byte[] bytes, int length, String what) throws MlsException {
    if (bytes.length != length) {
      throw new MlsException(
          "An HPKE " + what + " has " + bytes.length + " bytes instead of " + length + ".");
    }
  }
}
