package sotto.classic.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Optional;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.PasswordFile;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.Refusal;
import sotto.classic.part.Registration.KeyProtection;

/// A user's own private key on his own disk, under a password where the design has one.
final class OwnKey {
  static final int PASSWORD_TRIES = 3;

  private final Path folder;
  private final String phone;
  private final KeyProtection protection;
  private final Surroundings around;

  OwnKey(String phone, KeyProtection protection, Surroundings around) {
    this.folder = around.folder();
    this.phone = phone;
    this.protection = protection;
    this.around = around;
  }

  private Path file() {
    String end = protection == KeyProtection.PLAIN_PEM ? "_private_key.pem" : "_private_key.enc";
    return folder.resolve(phone + end);
  }

  boolean exists() {
    return Files.exists(file());
  }

  KeyPair open() throws Refusal {
    if (protection == KeyProtection.PLAIN_PEM) return KeyFiles.readPrivate(file());
    byte[] sealed = KeyFiles.read(file());
    for (int i = 0; i < PASSWORD_TRIES; i++) {
      Optional<String> password = around.terminal().askSecret("Enter your password: ");
      if (password.isEmpty()) break;
      try {
        return PasswordFile.open(sealed, password.get(), protection);
      } catch (Refusal e) {
        around.terminal().say(e.sentence());
      }
    }
    throw Refusal.here(
        "Authentication failed: Maximum attempts exceeded. If the password is forgotten, delete your key files and register"
            + " again.");
  }

  KeyPair create() throws Refusal {
    String password = protection == KeyProtection.PLAIN_PEM ? "" : newPassword();
    KeyPair pair = RsaKeys.generate(around.random());
    if (protection == KeyProtection.PLAIN_PEM) KeyFiles.writePrivate(file(), pair);
    else
      KeyFiles.writeSecret(file(), PasswordFile.seal(pair, password, protection, around.random()));
    KeyFiles.writePublic(folder.resolve(phone + "_public_key.pem"), pair.getPublic());
    return pair;
  }

  /// A registration that did not succeed leaves no key file that would be taken for an account.
  void discard() throws Refusal {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw Refusal.here("The file " + file() + " cannot be deleted.");
    }
  }

  private String newPassword() throws Refusal {
    Terminal terminal = around.terminal();
    while (true) {
      Optional<String> first = terminal.askSecret("Create a password (at least 8 characters): ");
      if (first.isEmpty()) throw Refusal.here("Registration ended without a password.");
      if (first.get().length() < PasswordFile.SHORTEST_PASSWORD) {
        terminal.say("Password must be at least 8 characters long.");
      } else {
        Optional<String> second = terminal.askSecret("Confirm password: ");
        if (first.equals(second)) return first.get();
        terminal.say("Passwords do not match.");
      }
      if (!again(terminal)) throw Refusal.here("Registration ended without a password.");
    }
  }

  static boolean again(Terminal terminal) {
    return terminal
        .ask("Try again? (y/n): ")
        .filter(a -> a.strip().equalsIgnoreCase("y"))
        .isPresent();
  }
}
