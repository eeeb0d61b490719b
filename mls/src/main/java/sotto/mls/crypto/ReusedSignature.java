package sotto.mls.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.random.RandomGenerator;

/// One signature engine of the JDK, which a thread uses over and over.
///
/// A `Signature` keeps the key and the randomness of its last use, and ML-DSA's the message too,
/// which may be the plaintext of a PrivateMessage. So after each use it is initialised for signing
/// with a key that is no secret, and zeros are written over the message.
final class ReusedSignature {
  private static final byte[] ZEROS = new byte[1024];

  private final Signature engine;
  private final PrivateKey idle;
  private final ParameterRandom noRandom = ParameterRandom.playing(Secret.zero(0));

  /// @param idle a key that everyone may know
  ReusedSignature(Signature engine, PrivateKey idle) {
    this.engine = engine;
    this.idle = idle;
  }

  byte[] sign(PrivateKey key, byte[] message, RandomGenerator random)
      throws GeneralSecurityException {
    try {
      engine.initSign(key, new ParameterRandom(random));
      engine.update(message);
      return engine.sign();
    } finally {
      forget(message.length);
    }
  }

  boolean verify(PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
    try {
      engine.initVerify(key);
      engine.update(message);
      return engine.verify(signature);
    } finally {
      forget(message.length);
    }
  }

  /// The engine gathers each message from the start of one buffer.
  private void forget(int messageLength) {
    try {
      engine.initSign(idle, noRandom);
      for (int left = messageLength; left > 0; left -= ZEROS.length) {
        engine.update(ZEROS, 0, Math.min(left, ZEROS.length));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK's " + engine.getAlgorithm() + " keeps a key.", e);
    }
  }
}
