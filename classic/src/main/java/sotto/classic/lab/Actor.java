package sotto.classic.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.part.Refusal;

/// Somebody who sits before a real program of a profile: types lines, and reads what it prints.
final class Actor implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  @FunctionalInterface
  interface Program {
    int run(Surroundings around) throws Refusal;
  }

  private final Keyboard keyboard = new Keyboard();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> ending = new CompletableFuture<>();
  private final Surroundings around;
  private int seen;

  Actor(Scene scene, String who, int port) throws IOException {
    var display = new PrintStream(screen, true, StandardCharsets.UTF_8);
    this.around = scene.around(who, port, new Terminal(keyboard, display));
  }

  static Actor playing(Scene scene, String who, int port, Program program) throws IOException {
    var actor = new Actor(scene, who, port);
    actor.start(program);
    return actor;
  }

  /// With a chance of another's making.
  static Actor playing(Scene scene, String who, int port, SecureRandom random, Program program)
      throws IOException {
    var actor = new Actor(scene, who, port);
    actor.start(here -> program.run(with(here, here.folder(), random)));
    return actor;
  }

  /// In a folder that is not his alone.
  static Actor sharing(Scene scene, String who, String folder, Program program) throws IOException {
    var actor = new Actor(scene, who, 0);
    Path shared = scene.folderOf(folder);
    actor.start(here -> program.run(with(here, shared, here.random())));
    return actor;
  }

  private static Surroundings with(Surroundings here, Path folder, SecureRandom random) {
    return new Surroundings(
        here.host(), here.port(), folder, here.terminal(), random, here.clock(), here.patience());
  }

  Surroundings around() {
    return around;
  }

  private void start(Program program) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            ending.complete(program.run(around));
          } catch (Refusal e) {
            around.terminal().say(e.sentence());
            ending.complete(e.exitCode());
          } catch (RuntimeException | Error e) {
            ending.completeExceptionally(e);
          }
        });
  }

  Actor types(String... lines) {
    for (String line : lines) keyboard.type(line);
    return this;
  }

  /// Waits until this stands on the screen, after what was read before.
  Actor reads(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      int at = screen().indexOf(text, seen);
      if (at >= 0) {
        seen = at + text.length();
        return this;
      }
      Thread.sleep(5);
    }
    throw new IllegalStateException(
        "\"" + text + "\" did not appear in: " + screen().substring(Math.min(seen, screenSize())));
  }

  /// The rest of the line after what was read last.
  String restOfLine() throws InterruptedException {
    int from = seen;
    reads("\n");
    return screen().substring(from, seen - 1);
  }

  String screen() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  private int screenSize() {
    return screen().length();
  }

  /// How the program ended.
  int exit() throws InterruptedException {
    try {
      return ending.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The program did not end well: " + screen(), e);
    }
  }

  @Override
  public void close() {
    keyboard.close();
    try {
      exit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
