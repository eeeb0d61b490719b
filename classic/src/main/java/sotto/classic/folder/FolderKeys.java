package sotto.classic.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealing;
import sotto.classic.part.SessionKey;

/// `keys/`: four PEM files and the session key, wrapped for the receiver.
final class FolderKeys {
  private final Path keys;

  FolderKeys(Path folder) {
    this.keys = folder.resolve("keys");
  }

  Path sessionFile() {
    return keys.resolve("session_aes.key");
  }

  boolean sessionExists() {
    return Files.exists(sessionFile());
  }

  /// At the first start both pairs are made.
  void createPairs(SecureRandom random) throws Refusal {
    for (Role role : Role.values()) {
      if (Files.exists(file(role, "private")) && Files.exists(file(role, "public"))) continue;
      KeyPair pair = RsaKeys.generate(random);
      KeyFiles.writePrivate(file(role, "private"), pair);
      KeyFiles.writePublic(file(role, "public"), pair.getPublic());
    }
  }

  SessionKey newSession(Sealing sealing, SecureRandom random) throws Refusal {
    SessionKey key = sealing.newKey(random);
    byte[] wrapped = sealing.wrap(key, KeyFiles.readPublic(file(Role.USER2, "public")), random);
    KeyFiles.writeSecret(sessionFile(), wrapped);
    return key;
  }

  /// The key goes to the receiver; whoever else can read this folder unwraps it just as well.
  SessionKey openSession(Sealing sealing) throws Refusal {
    KeyPair receiver = KeyFiles.readPrivate(file(Role.USER2, "private"));
    return sealing.unwrap(KeyFiles.read(sessionFile()), receiver.getPrivate());
  }

  void endSession() throws Refusal {
    try {
      Files.deleteIfExists(sessionFile());
    } catch (IOException e) {
      throw Refusal.here("The session key file cannot be deleted.");
    }
  }

  private Path file(Role role, String half) {
    return keys.resolve(role.keyName() + "_" + half + ".pem");
  }
}
