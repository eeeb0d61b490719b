package sotto.mls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// A dump of all reachable objects of this JVM, searched for bytes.
///
/// It sees what reflection cannot: the insides of the JDK's ciphers and hashes, where a key may
/// stand as bytes or as the big-endian words of a key schedule; both look alike in a dump.
public final class LiveHeap {
  private static final byte MASK = 0x5a;

  private LiveHeap() {}

  /// What to look for, in a form in which looking does not find itself.
  public static byte[] masked(byte[] bytes) {
    byte[] masked = bytes.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= MASK;
    }
    return masked;
  }

  /// Which of the masked patterns are in the live heap, by their index.
  public static Set<Integer> findings(byte[]... masked) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sotto-heap");
    Path dump = folder.resolve("live.hprof");
    try {
      dump(dump);
      return search(dump, masked);
    } finally {
      Files.deleteIfExists(dump);
      Files.deleteIfExists(folder);
    }
  }

  private static void dump(Path file) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    assumeTrue(Files.isExecutable(jcmd), "This JDK has no jcmd to dump the heap with.");
    Process process =
        new ProcessBuilder(
                jcmd.toString(),
                Long.toString(ProcessHandle.current().pid()),
                "GC.heap_dump",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assumeTrue(process.waitFor(60, TimeUnit.SECONDS), "The heap was not dumped in a minute.");
    assumeTrue(Files.exists(file), "The heap could not be dumped here.");
  }

  /// Reads in windows that overlap by more than the longest pattern.
  private static Set<Integer> search(Path file, byte[][] masked) throws IOException {
    Set<Integer> found = new TreeSet<>();
    byte[] window = new byte[1 << 20];
    int longest = 64;
    boolean[] first = new boolean[256];
    for (byte[] pattern : masked) {
      first[(pattern[0] ^ MASK) & 0xff] = true;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      int kept = 0;
      int read;
      while ((read = in.readNBytes(window, kept, window.length - kept)) > 0) {
        int size = kept + read;
        search(window, size, masked, first, found);
        kept = Math.min(longest, size);
        System.arraycopy(window, size - kept, window, 0, kept);
      }
    }
    return found;
  }

  /// One pass for all patterns; `first` are the bytes with which one begins.
  private static void search(
      byte[] window, int size, byte[][] masked, boolean[] first, Set<Integer> found) {
    for (int at = 0; at < size; at++) {
      if (first[window[at] & 0xff]) {
        for (int pattern = 0; pattern < masked.length; pattern++) {
          if (matches(window, size, at, masked[pattern])) {
            found.add(pattern);
          }
        }
      }
    }
  }

  private static boolean matches(byte[] window, int size, int at, byte[] masked) {
    if (at > size - masked.length) {
      return false;
    }
    for (int i = 0; i < masked.length; i++) {
      if (window[at + i] != (byte) (masked[i] ^ MASK)) {
        return false;
      }
    }
    return true;
  }
}
