package sotto.client;

import java.util.Arrays;

/// What opens a profile: a passphrase, or the key file beside it.
public sealed interface Unlock {

  /// A passphrase, stretched by Argon2id into the profile's key. Erased by [#close].
  final class Passphrase implements Unlock, AutoCloseable {
    private final char[] characters;

    /// Takes a copy; the caller erases its own array.
    public Passphrase(char[] characters) {
      this.characters = characters.clone();
    }

    /// A copy of the characters, for the key derivation to erase.
    public char[] characters() {
      return characters.clone();
    }

    @Override
    public void close() {
      Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
      return "Passphrase[hidden]";
    }
  }

  /// A profile without a passphrase: its key lies in a file that only the owner may read.
  record KeyFile() implements Unlock {}
}
