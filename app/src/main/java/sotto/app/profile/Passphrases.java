package sotto.app.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import sotto.app.Surroundings;
import sotto.client.ClientException;
import sotto.client.Unlock;

/// Passphrases from a file or from a person at the terminal, without echo. Never from an argument
/// or the environment.
public final class Passphrases {
  private static final int LONGEST_FILE = 4096;

  private Passphrases() {}

  /// For a profile that has one.
  public static Unlock.Passphrase existing(Surroundings around, Optional<Path> file)
      throws ClientException {
    return file.isPresent() ? fromFile(file.get()) : asked(around, "Passphrase: ");
  }

  /// For a profile that is being made: asked for twice.
  public static Unlock.Passphrase chosen(Surroundings around, Optional<Path> file)
      throws ClientException {
    if (file.isPresent()) {
      return fromFile(file.get());
    }
    var first = asked(around, "Choose a passphrase for this profile: ");
    try (var second = asked(around, "The same again: ")) {
      if (!Arrays.equals(first.characters(), second.characters())) {
        throw new ClientException.Local("The two passphrases differ; start again.");
      }
    }
    return first;
  }

  private static Unlock.Passphrase asked(Surroundings around, String question)
      throws ClientException {
    Optional<char[]> typed =
        around.person() == Surroundings.Person.PRESENT
            ? Asking.withoutEcho(question)
            : Optional.empty();
    return checked(
        typed.orElseThrow(() ->
            new ClientException.Usage(
                "A passphrase is needed and there is no terminal to ask for it; give --passphrase-file FILE.")));
  }

  private static Unlock.Passphrase fromFile(Path file) throws ClientException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST_FILE + 1);
    } catch (NoSuchFileException e) {
      throw new ClientException.Local(
          "There is no passphrase file %s; check the path after --passphrase-file."
              .formatted(file));
    } catch (IOException e) {
      throw new ClientException.Local(
          "The passphrase file %s cannot be read; check its owner and mode.".formatted(file));
    }
    try {
      return checked(withoutLineEnd(decode(bytes, file)));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static char[] decode(byte[] bytes, Path file) throws ClientException {
    if (bytes.length > LONGEST_FILE) {
      throw new ClientException.Local(
          "The passphrase file %s is longer than 4 KiB.".formatted(file));
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      char[] characters = new char[text.remaining()];
      text.get(characters);
      Arrays.fill(text.array(), '\0');
      return characters;
    } catch (CharacterCodingException e) {
      throw new ClientException.Local("The passphrase file %s is not UTF-8 text.".formatted(file));
    }
  }

  private static char[] withoutLineEnd(char[] characters) {
    int end = characters.length;
    while (end > 0 && (characters[end - 1] == '\n' || characters[end - 1] == '\r')) {
      end--;
    }
    char[] kept = Arrays.copyOf(characters, end);
    Arrays.fill(characters, '\0');
    return kept;
  }

  private static Unlock.Passphrase checked(char[] characters) throws ClientException {
    if (characters.length == 0) {
      throw new ClientException.Local(
          "The passphrase is empty; give one (a profile without one is made by register"
              + " --no-passphrase).");
    }
    var passphrase = new Unlock.Passphrase(characters);
    Arrays.fill(characters, '\0');
    return passphrase;
  }
}
