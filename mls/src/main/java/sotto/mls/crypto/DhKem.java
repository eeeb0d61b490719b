package sotto.mls.crypto;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// DHKEM (RFC 9180 §4.1), the only KEM with authenticated modes.
record DhKem(DhGroup group, HashFunction hash) implements KemConstruction {

  /// RFC 9180 §4: "`GenerateKeyPair()` can be implemented as `DeriveKeyPair(random(Nsk))`".
  @Override
  public Secret generate(Crypto crypto, Kem kem, RandomGenerator random) {
    Secret seed = Secret.random(group.privateKeyLength(), random);
    try {
      return derive(crypto, kem, seed);
    } finally {
      seed.erase();
    }
  }

  /// RFC 9180 §7.1.3.
  @Override
  public Secret derive(Crypto crypto, Kem kem, Secret inputKey) {
    LabeledKdf kdf = kdf(crypto, kem);
    Secret extracted = inputKey.read(key -> kdf.extract(Labels.EMPTY, "dkp_prk", key));
    try {
      return group.isNist()
          ? candidate(kdf, extracted)
          : kdf.expand(extracted, "sk", Labels.EMPTY, group.privateKeyLength());
    } finally {
      extracted.erase();
    }
  }

  private Secret candidate(LabeledKdf kdf, Secret extracted) {
    for (int counter = 0; counter <= 255; counter++) {
      Secret candidate =
          kdf.expand(extracted, "candidate", new byte[] {(byte) counter}, group.privateKeyLength());
      candidate = NistCurve.of(group).masked(candidate);
      if (NistCurve.of(group).isPrivateKey(candidate)) {
        return candidate;
      }
      candidate.erase();
    }
    throw new IllegalStateException("No private key was found for this input key.");
  }

  @Override
  public byte[] publicKey(Crypto crypto, Secret privateKey) throws MlsException {
    return crypto.publicKey(group, privateKey);
  }

  @Override
  public void checkPublicKey(byte[] publicKey) throws MlsException {
    group.checkPublicKey(publicKey);
  }

  @Override
  public Encapsulation encapsulate(Crypto crypto, Kem kem, byte[] publicKey, RandomGenerator random)
      throws MlsException {
    Secret ephemeral = generate(crypto, kem, random);
    Secret dh = crypto.agree(group, ephemeral, publicKey);
    byte[] encapsulated = crypto.publicKey(group, ephemeral);
    ephemeral.erase();
    return new Encapsulation(
        extractAndExpand(crypto, kem, dh, encapsulated, publicKey), encapsulated);
  }

  @Override
  public Secret decapsulate(Crypto crypto, HpkeKeyPair keys, byte[] encapsulated)
      throws MlsException {
    Secret dh = crypto.agree(group, keys.privateKey(), encapsulated);
    return extractAndExpand(crypto, keys.kem(), dh, encapsulated, keys.publicKey());
  }

  /// `AuthEncap(pkR, skS)`.
  Encapsulation encapsulate(
      Crypto crypto, byte[] publicKey, HpkeKeyPair sender, RandomGenerator random)
      throws MlsException {
    Kem kem = sender.kem();
    Secret ephemeral = generate(crypto, kem, random);
    Secret dhEphemeral = crypto.agree(group, ephemeral, publicKey);
    Secret dhStatic = crypto.agree(group, sender.privateKey(), publicKey);
    byte[] encapsulated = crypto.publicKey(group, ephemeral);
    ephemeral.erase();
    Secret shared =
        extractAndExpand(
            crypto, kem, both(dhEphemeral, dhStatic), encapsulated, publicKey, sender.publicKey());
    return new Encapsulation(shared, encapsulated);
  }

  /// `AuthDecap(enc, skR, pkS)`.
  Secret decapsulate(Crypto crypto, HpkeKeyPair keys, byte[] encapsulated, byte[] sender)
      throws MlsException {
    Secret dhEphemeral = crypto.agree(group, keys.privateKey(), encapsulated);
    Secret dhStatic = crypto.agree(group, keys.privateKey(), sender);
    return extractAndExpand(
        crypto, keys.kem(), both(dhEphemeral, dhStatic), encapsulated, keys.publicKey(), sender);
  }

  /// `ExtractAndExpand(dh, kem_context)`; `dh` is erased.
  private Secret extractAndExpand(Crypto crypto, Kem kem, Secret dh, byte[]... kemContext) {
    LabeledKdf kdf = kdf(crypto, kem);
    Secret extracted = dh.read(shared -> kdf.extract(Labels.EMPTY, "eae_prk", shared));
    dh.erase();
    try {
      return kdf.expand(extracted, "shared_secret", Labels.join(kemContext), hash.length());
    } finally {
      extracted.erase();
    }
  }

  private static Secret both(Secret first, Secret second) {
    Secret joined = Secret.owning(first.read(a -> second.read(b -> Labels.join(a, b))));
    first.erase();
    second.erase();
    return joined;
  }

  private LabeledKdf kdf(Crypto crypto, Kem kem) {
    Kdf kdf =
        switch (hash) {
          case SHA256 -> Kdf.HKDF_SHA256;
          case SHA384 -> Kdf.HKDF_SHA384;
          case SHA512 -> Kdf.HKDF_SHA512;
        };
    return LabeledKdf.ofKem(crypto, kdf, kem);
  }
}
