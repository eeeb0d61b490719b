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
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import sotto.mls.crypto.PortableCrypto;
import sotto.tests.bench.mls.Scene;
import sotto.tests.interop.Library.Candidate;
import sotto.tests.interop.Library.Change;
import sotto.tests.interop.Library.Request;
import sotto.tests.interop.SottoLibrary;

/// `./sotto bench jmh`: what needs no peer, in microseconds an operation.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked
public class MlsOperations {
  private static final byte[] CONTENT = new byte[1024];

  @Param({"2", "16", "128", "1024"})
  int members;

  @Param({"FLAT", "WARM"})
  String shape;

  @Param({"1", "79"})
  int suite;

  private Scene scene;
  private Candidate candidate;
  private byte[] welcome;

  @Setup
  public void build() throws Exception {
    SottoLibrary library =
        new SottoLibrary(PortableCrypto.create(), new SecureRandom(), Instant.now(), Runnable::run);
    scene = Scene.of(library, suite, members, Scene.Shape.valueOf(shape), ready -> {});
    candidate = library.candidate(suite, "new", Map.of());
    Change change = scene.founder().commit(Request.adding(List.of(candidate.keyPackage())));
    welcome = change.welcome().orElseThrow();
  }

  @Benchmark
  public Object keyPackage() throws Exception {
    return scene.library().candidate(suite, "somebody", Map.of());
  }

  @Benchmark
  public Object protect() throws Exception {
    return scene.founder().protect(CONTENT);
  }

  @Benchmark
  public Object createCommit() throws Exception {
    return scene.founder().commit(Request.UPDATE);
  }

  @Benchmark
  public Object join() throws Exception {
    return candidate.join(welcome);
  }

  @Benchmark
  public Object encodeState() throws Exception {
    return scene.founder().state();
  }
}
