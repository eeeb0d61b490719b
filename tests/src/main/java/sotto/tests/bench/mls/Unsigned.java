package sotto.tests.bench.mls;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.VerificationKey;

/// Primitives without signatures, to measure what remains: a signature is zeros, and any is right.
record Unsigned(Crypto rest) implements DelegatingCrypto {
  @Override
  public SigningKey signingKey(SignatureKeyPair keys) throws MlsException {
    SigningKey real = rest.signingKey(keys);
    int length = real.sign(new byte[0], RandomGenerator.getDefault()).length;
    return new Unsigning(real.scheme(), real.publicKey(), length);
  }

  @Override
  public VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey)
      throws MlsException {
    return new Unverifying(scheme, rest.verificationKey(scheme, publicKey).publicKey());
  }

  private record Unsigning(SignatureScheme scheme, byte[] publicKey, int length)
      implements SigningKey {
    @Override
    public byte[] sign(byte[] message, RandomGenerator random) {
      return new byte[length];
    }
  }

  private record Unverifying(SignatureScheme scheme, byte[] publicKey) implements VerificationKey {
    @Override
    public boolean verify(byte[] message, byte[] signature) {
      return true;
    }
  }
}
