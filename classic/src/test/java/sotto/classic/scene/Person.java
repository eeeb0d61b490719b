package sotto.classic.scene;

import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.part.Refusal;

/// Somebody at a keyboard: types lines into a real program and reads what it prints.
public final class Person implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final int END = -1;

  @FunctionalInterface
  public interface Program {
    int run(Surroundings around) throws Refusal;
  }

  private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> ending = new CompletableFuture<>();
  private final Surroundings around;
  private int seen;

  public Person(Path folder, int port, SecureRandom random) {
    var terminal =
        new Terminal(keyboard(), new PrintStream(display(), true, StandardCharsets.UTF_8));
    this.around =
        new Surroundings(
            "127.0.0.1",
            port,
            folder,
            terminal,
            random,
            InstantSource.system(),
            Duration.ofSeconds(1));
  }

  public static Person at(Path folder, int port, Program program) {
    var person = new Person(folder, port, new SecureRandom());
    person.start(program);
    return person;
  }

  public Surroundings around() {
    return around;
  }

  public void start(Program program) {
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

  public Person types(String... lines) {
    for (String line : lines)
      for (byte b : (line + "\n").getBytes(StandardCharsets.UTF_8)) keys.add(b & 0xff);
    return this;
  }

  /// Waits until this stands on the screen, after what was read before.
  public Person reads(String text) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      int at = screen().indexOf(text, seen);
      if (at >= 0) {
        seen = at + text.length();
        return this;
      }
      pause();
    }
    return fail(
        "seed %d: \"%s\" did not appear after character %d of:%n%s",
        Chance.SEED, text, seen, screen());
  }

  public String screen() {
    synchronized (screen) {
      return screen.toString(StandardCharsets.UTF_8);
    }
  }

  /// The program waits with what it has to say until `meanwhile` is over.
  public void waits(Runnable meanwhile) {
    synchronized (screen) {
      meanwhile.run();
    }
  }

  public Person hangsUp() {
    keys.add(END);
    return this;
  }

  /// How the program ended.
  public int exit() {
    try {
      return ending.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      return fail(
          "seed " + Chance.SEED + ": the program did not end, or badly: " + e + "\n" + screen());
    }
  }

  @Override
  public void close() {
    hangsUp();
    exit();
  }

  private InputStream keyboard() {
    return new InputStream() {
      @Override
      public int read() {
        try {
          int key = keys.take();
          if (key == END) keys.add(END);
          return key;
        } catch (InterruptedException e) {
          return END;
        }
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        int key = read();
        if (key == END) return END;
        buffer[offset] = (byte) key;
        return 1;
      }
    };
  }

  private OutputStream display() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        synchronized (screen) {
          screen.write(b);
        }
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        synchronized (screen) {
          screen.write(bytes, offset, length);
        }
      }
    };
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
