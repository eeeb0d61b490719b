package sotto.mls.crypto;

import java.util.Arrays;
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
    Secret extracted = kdf.extract(Labels.EMPTY, "dkp_prk", inputKey.raw());
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
      // RFC 9180 §7.1.3: "bitmask is defined to be 0xFF for P-256 and P-384, and 0x01 for P-521".
      if (group == DhGroup.P521) {
        candidate.raw()[0] &= 0x01;
      }
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
        extractAndExpand(crypto, kem, dh.raw(), encapsulated, publicKey), encapsulated);
  }

  @Override
  public Secret decapsulate(Crypto crypto, HpkeKeyPair keys, byte[] encapsulated)
      throws MlsException {
    Secret dh = crypto.agree(group, keys.privateKey(), encapsulated);
    return extractAndExpand(crypto, keys.kem(), dh.raw(), encapsulated, keys.publicKey());
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
  private Secret extractAndExpand(Crypto crypto, Kem kem, byte[] dh, byte[]... kemContext) {
    LabeledKdf kdf = kdf(crypto, kem);
    Secret extracted = kdf.extract(Labels.EMPTY, "eae_prk", dh);
    Arrays.fill(dh, (byte) 0);
    try {
      return kdf.expand(extracted, "shared_secret", Labels.join(kemContext), hash.length());
    } finally {
      extracted.erase();
    }
  }

  private static byte[] both(Secret first, Secret second) {
    byte[] joined = Labels.join(first.raw(), second.raw());
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
