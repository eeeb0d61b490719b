package sotto.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.tests.interop.Library;
import sotto.tests.interop.SottoLibrary;

/// No algorithm is looked up for a message or a Commit: the JDK's flight recorder hears every
/// lookup of a service, with a provider's name and without.
class LookupsTest {
  /// The JDK's ML-KEM asks for its hashes each time; nothing above it can help that.
  private static final Set<String> OF_ML_KEM =
      Set.of(
          "MessageDigest SHA3-256 by com.sun.crypto.provider.ML_KEM",
          "MessageDigest SHA3-512 by com.sun.crypto.provider.ML_KEM");

  private static final Pattern LOOKING_UP =
      Pattern.compile("java\\.security\\.|javax\\.crypto\\.|sun\\.security\\.jca\\.");

  private final SottoLibrary library =
      new SottoLibrary(PortableCrypto.create(), new Random(5), Instant.now(), Runnable::run);

  /// Two members who have talked, so that this thread has its engines.
  private record Pair(Library.Member alice, Library.Member bob) {}

  @Test
  void messagesAndCommitsOfAllSuitesLookNothingUp() throws Exception {
    List<Pair> pairs = new ArrayList<>();
    for (CipherSuite suite : CipherSuite.values()) {
      Pair pair = founded(suite.id());
      talk(pair);
      pairs.add(pair);
    }
    Set<String> lookups =
        recorded(() -> {
          for (Pair pair : pairs) {
            talk(pair);
          }
          return MessageDigest.getInstance("MD5");
        });
    lookups.removeAll(OF_ML_KEM);
    assertThat(lookups)
        .as("only the one that shows that lookups are heard")
        .containsExactly("MessageDigest MD5 by " + LookupsTest.class.getName());
  }

  private Pair founded(int suite) throws Exception {
    Library.Candidate candidate = library.candidate(suite, "bob", Map.of());
    Library.Member alice = library.founder(suite, "alice", new byte[16], Map.of());
    Library.Change added = alice.commit(Library.Request.adding(List.of(candidate.keyPackage())));
    added.adopt();
    return new Pair(alice, candidate.join(added.welcome().orElseThrow()));
  }

  /// One protects a message and makes a Commit, the other opens and processes them.
  private static void talk(Pair pair) throws Exception {
    pair.bob.unprotect(pair.alice.protect(new byte[50]));
    Library.Change change = pair.alice.commit(Library.Request.UPDATE);
    pair.bob.process(change.commit());
    change.adopt();
    assertThat(pair.bob.authenticator()).isEqualTo(pair.alice.authenticator());
  }

  /// The lookups that this thread makes in `work`, each with the class that makes it.
  private static Set<String> recorded(Callable<?> work) throws Exception {
    Path file = Files.createTempFile("sotto-lookups", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.SecurityProviderService").withStackTrace();
      recording.start();
      work.call();
      recording.stop();
      recording.dump(file);
      return lookups(file);
    } finally {
      Files.delete(file);
    }
  }

  private static Set<String> lookups(Path file) throws IOException {
    Set<String> lookups = new TreeSet<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getThread().getJavaThreadId() == Thread.currentThread().threadId()) {
        lookups.add(
            "%s %s by %s"
                .formatted(event.getString("type"), event.getString("algorithm"), caller(event)));
      }
    }
    return lookups;
  }

  private static String caller(RecordedEvent event) {
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String name = frame.getMethod().getType().getName();
      if (!LOOKING_UP.matcher(name).lookingAt()) {
        return name;
      }
    }
    return "nobody";
  }
}
