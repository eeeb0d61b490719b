package sotto.tests.bench.jmh;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import sotto.mls.crypto.PortableCrypto;
import sotto.tests.bench.mls.Scene;
import sotto.tests.interop.Library;
import sotto.tests.interop.Library.Candidate;
import sotto.tests.interop.Library.Change;
import sotto.tests.interop.Library.Member;
import sotto.tests.interop.Library.Request;
import sotto.tests.interop.SottoLibrary;

/// `./sotto bench jmh`: what needs no peer, in microseconds an operation. What an operation uses up
/// (a message, a Commit, a KeyPackage) is made before each, and is not timed.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked
public class MlsOperations {
  private static final byte[] CONTENT = new byte[1024];

  /// So many that what JMH does around an invocation does not count.
  private static final int MESSAGES = 64;

  /// The group in which everything happens.
  @State(Scope.Benchmark)
  public static class Stage {
    @Param({"2", "16", "128", "1024", "10000"})
    int members;

    @Param({"FLAT", "WARM"})
    String shape;

    @Param({"1", "79"})
    int suite;

    private Scene scene;

    @Setup
    public void build() throws Exception {
      Library library =
          new SottoLibrary(
              PortableCrypto.create(), new SecureRandom(), Instant.now(), Runnable::run);
      scene = Scene.of(library, suite, members, Scene.Shape.valueOf(shape));
    }

    private Member founder() {
      return scene.founder();
    }

    private Member watcher() {
      return scene.watcher();
    }

    private Candidate newcomer() throws Exception {
      return scene.library().candidate(suite, "new", Map.of());
    }
  }

  /// Messages that the other member has not seen.
  @State(Scope.Benchmark)
  public static class Unread {
    private final byte[][] messages = new byte[MESSAGES][];

    @Setup(Level.Invocation)
    public void seal(Stage stage) throws Exception {
      for (int i = 0; i < MESSAGES; i++) {
        messages[i] = stage.founder().protect(CONTENT);
      }
    }
  }

  /// A Commit that the other member has not seen.
  @State(Scope.Benchmark)
  public static class Unprocessed {
    private byte[] commit;

    @Setup(Level.Invocation)
    public void make(Stage stage) throws Exception {
      Change change = stage.founder().commit(Request.UPDATE);
      change.adopt();
      commit = change.commit();
    }
  }

  /// Somebody whom nobody has seen.
  @State(Scope.Benchmark)
  public static class Addition {
    private Request request;

    @Setup(Level.Invocation)
    public void make(Stage stage) throws Exception {
      request = Request.adding(List.of(stage.newcomer().keyPackage()));
    }
  }

  /// Somebody who is in the group already, and can come in again and again.
  @State(Scope.Benchmark)
  public static class Entrance {
    private Candidate candidate;
    private byte[] welcome;

    @Setup
    public void make(Stage stage) throws Exception {
      candidate = stage.newcomer();
      Request request = Request.adding(List.of(candidate.keyPackage()));
      welcome = stage.founder().commit(request).welcome().orElseThrow();
    }
  }

  @Benchmark
  public Object keyPackage(Stage stage) throws Exception {
    return stage.newcomer();
  }

  @Benchmark
  public Object protect(Stage stage) throws Exception {
    return stage.founder().protect(CONTENT);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void unprotect(Stage stage, Unread unread, Blackhole reader) throws Exception {
    for (byte[] message : unread.messages) {
      reader.consume(stage.watcher().unprotect(message));
    }
  }

  @Benchmark
  public Object createCommit(Stage stage) throws Exception {
    return stage.founder().commit(Request.UPDATE);
  }

  @Benchmark
  public void processCommit(Stage stage, Unprocessed unprocessed) throws Exception {
    stage.watcher().process(unprocessed.commit);
  }

  @Benchmark
  public Object add(Stage stage, Addition addition) throws Exception {
    return stage.founder().commit(addition.request);
  }

  @Benchmark
  public Object join(Entrance entrance) throws Exception {
    return entrance.candidate.join(entrance.welcome);
  }

  @Benchmark
  public Object encodeState(Stage stage) throws Exception {
    return stage.founder().state();
  }
}
