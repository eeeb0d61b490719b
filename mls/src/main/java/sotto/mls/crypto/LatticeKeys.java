package sotto.mls.crypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.EncodedKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;

/// The keys of one parameter set of the JDK's ML-KEM or ML-DSA, which a thread makes with the same
/// two engines over and over: from a seed, and from and to the bytes on the wire.
///
/// The generator is initialised with an empty seed after each use, so that it keeps none.
final class LatticeKeys {
  private final NamedParameterSpec parameters;
  private final KeyFactory factory;
  private final KeyPairGenerator generator;
  private final ParameterRandom noSeed = ParameterRandom.playing(Secret.zero(0));

  LatticeKeys(JdkProvider provider, String algorithm) {
    this.parameters = new NamedParameterSpec(algorithm);
    this.factory = provider.engine(algorithm, KeyFactory::getInstance);
    this.generator = provider.engine(algorithm, KeyPairGenerator::getInstance);
  }

  KeyPair pair(Secret seed) {
    try {
      draw(ParameterRandom.playing(seed));
      return generator.generateKeyPair();
    } finally {
      draw(noSeed);
    }
  }

  private void draw(ParameterRandom random) {
    try {
      generator.initialize(parameters, random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException(
          "This JDK has no " + parameters.getName() + "; use JDK 25 or newer.", e);
    }
  }

  byte[] publicKey(Secret seed) throws InvalidKeySpecException {
    return factory.getKeySpec(pair(seed).getPublic(), EncodedKeySpec.class).getEncoded();
  }

  PublicKey imported(byte[] publicKey) throws InvalidKeySpecException {
    return factory.generatePublic(new RawKey(publicKey));
  }
}
