package sotto.classic.relay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import sotto.classic.face.Surroundings;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.Refusal;

/// The server's RSA key pair of `signed`, made before its first start; the clients get the public
/// half beforehand.
public final class ServerKeys {
  static final String PRIVATE = "server_private_key.pem";
  static final String PUBLIC = "server_public_key.pem";

  private ServerKeys() {}

  /// Makes the keys where there are none.
  public static void create(Surroundings around) throws Refusal {
    KeyFiles.requireVacant(around.folder().resolve(PRIVATE));
    replace(around);
  }

  public static void replace(Surroundings around) throws Refusal {
    KeyPair pair = RsaKeys.generate(around.random());
    KeyFiles.writePrivate(around.folder().resolve(PRIVATE), pair);
    KeyFiles.writePublic(around.folder().resolve(PUBLIC), pair.getPublic());
    around.terminal().say("Server keys generated successfully!");
  }

  /// Offers to make missing keys, if there is somebody to ask.
  static KeyPair readOrOffer(Surroundings around) throws Refusal {
    boolean missing = !Files.exists(around.folder().resolve(PRIVATE));
    if (missing && around.terminal().isHuman()) {
      var answer =
          around
              .terminal()
              .ask("The file " + PRIVATE + " is not there. Make the keys now? (y/n): ");
      if (answer.filter(a -> a.strip().equalsIgnoreCase("y")).isPresent()) create(around);
    }
    return read(around.folder());
  }

  static KeyPair read(Path folder) throws Refusal {
    Path file = folder.resolve(PRIVATE);
    if (!Files.exists(file))
      throw Refusal.here(
          "The file "
              + PRIVATE
              + " is not there: run ./sotto classic signed keygen first, in the same folder.");
    return KeyFiles.readPrivate(file);
  }
}
