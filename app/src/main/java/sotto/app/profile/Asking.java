package sotto.app.profile;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;

/// Asks the person at the terminal, without echo, also when standard input or output is a file or a
/// pipe.
final class Asking {
  private static final File TERMINAL = new File("/dev/tty");
  private static final int LONGEST = 4096;

  private Asking() {}

  /// What was typed, or empty when there is nobody to ask.
  static Optional<char[]> withoutEcho(String question) {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      return Optional.ofNullable(console.readPassword("%s", question));
    }
    try {
      return onTerminalFile(question);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<char[]> onTerminalFile(String question) throws IOException {
    if (!TERMINAL.exists() || !echo("-echo")) {
      return Optional.empty();
    }
    var restore = new Thread(() -> echo("echo"));
    Runtime.getRuntime().addShutdownHook(restore);
    try (InputStream in = Files.newInputStream(TERMINAL.toPath());
        var out = new FileOutputStream(TERMINAL)) {
      out.write(question.getBytes(StandardCharsets.UTF_8));
      char[] typed = line(in);
      out.write('\n');
      return Optional.of(typed);
    } finally {
      echo("echo");
      Runtime.getRuntime().removeShutdownHook(restore);
    }
  }

  private static char[] line(InputStream in) throws IOException {
    var typed = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n' && typed.size() < LONGEST; b = in.read()) {
      typed.write(b);
    }
    byte[] bytes = typed.toByteArray();
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    char[] characters = new char[text.remaining()];
    text.get(characters);
    Arrays.fill(bytes, (byte) 0);
    return characters;
  }

  private static boolean echo(String mode) {
    try {
      var stty = new ProcessBuilder("stty", mode).redirectInput(TERMINAL);
      return stty.redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
