package sotto.server.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.Signer;
import sotto.server.ServerException;
import sotto.server.store.DataFolder;

/// The server's identity key: what clients pin, and what signs for everything else (rule 2).
public final class Identity implements Signer {
  private static final String FILE = "identity.key";

  private final Ed25519PrivateKeyParameters key;
  private final byte[] publicBytes;
  private final ServerKey publicKey;

  private Identity(byte[] seed) {
    this.key = new Ed25519PrivateKeyParameters(seed, 0);
    this.publicBytes = key.generatePublicKey().getEncoded();
    this.publicKey = ServerKey.of(publicBytes);
  }

  /// The key of this folder, made at the first start.
  public static Identity of(DataFolder folder, SecureRandom random) throws ServerException {
    Path file = folder.file(FILE);
    try {
      if (!Files.exists(file)) {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        random.nextBytes(seed);
        DataFolder.write(file, seed);
      }
      return read(file);
    } catch (IOException e) {
      throw new ServerException(
          "The identity key " + file + " cannot be used: " + e.getMessage() + ".", e);
    }
  }

  /// The public key of a folder in which a server was started before.
  public static ServerKey publicKeyOf(Path folder) throws ServerException {
    Path file = folder.resolve(FILE);
    try {
      return read(file).publicKey;
    } catch (IOException e) {
      throw new ServerException(
          "No server has been started in " + folder + " yet: run serve --data " + folder + ".", e);
    }
  }

  public ServerKey publicKey() {
    return publicKey;
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(publicKey);
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  /// Verifies what clients and accounts sign; a malformed key or signature is not valid.
  static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
    return publicKey.length == Ed25519.PUBLIC_KEY_SIZE
        && signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.validatePublicKeyFull(publicKey, 0)
        && new Ed25519PublicKeyParameters(publicKey, 0)
            .verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
  }

  private static Identity read(Path file) throws IOException {
    byte[] seed = Files.readAllBytes(file);
    if (seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IOException("it has " + seed.length + " bytes instead of 32");
    }
    return new Identity(seed);
  }
}
