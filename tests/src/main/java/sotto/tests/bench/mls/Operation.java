package sotto.tests.bench.mls;

import java.util.List;
import java.util.Map;
import sotto.tests.interop.Library.Candidate;
import sotto.tests.interop.Library.Change;
import sotto.tests.interop.Library.Member;
import sotto.tests.interop.Library.Request;

/// What is timed in a group, in the order of the table's rows.
enum Operation {
  PROTECT("protect 1 KB"),
  UNPROTECT("unprotect 1 KB"),
  CREATE("create Commit"),
  PROCESS("process Commit"),
  ADD("add one, tree in the Welcome"),
  JOIN("join, every leaf verified"),
  ENCODE("encode state (limit: one copy)");

  /// What needs no Commit comes first, as that is what a peer may need long for. What was sealed to
  /// be read comes before what is sealed for nobody, so that the reader is not behind.
  static final List<Operation> IN_TURN =
      List.of(UNPROTECT, PROTECT, ENCODE, CREATE, PROCESS, ADD, JOIN);

  private static final byte[] CONTENT = new byte[1024];

  private final String title;

  Operation(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  Figure time(Scene scene, Stopwatch watch) throws Exception {
    Member founder = scene.founder();
    Member watcher = scene.watcher();
    double micros =
        switch (this) {
          case PROTECT -> watch.micros(() -> founder.protect(CONTENT));
          case UNPROTECT ->
              watch.micros(prepared(() -> founder.protect(CONTENT), watcher::unprotect));
          case CREATE -> watch.micros(() -> founder.commit(Request.UPDATE));
          case PROCESS -> watch.micros(prepared(() -> committed(founder), watcher::process));
          case ADD ->
              watch.micros(
                  prepared(() -> adding(newcomer(scene)), request -> founder.commit(request)));
          case JOIN -> join(scene, watch);
          case ENCODE -> founder.state().isEmpty() ? 0 : watch.micros(founder::state);
        };
    return micros > 0 ? new Figure.Micros(micros) : Figure.STORES_NONE;
  }

  static double join(Scene scene, Stopwatch watch) throws Exception {
    return watch.micros(
        prepared(() -> entrance(scene), entrance -> entrance.candidate().join(entrance.welcome())));
  }

  private static byte[] committed(Member founder) throws Exception {
    Change change = founder.commit(Request.UPDATE);
    change.adopt();
    return change.commit();
  }

  private static Candidate newcomer(Scene scene) throws Exception {
    return scene.library().candidate(scene.suite(), "new", Map.of());
  }

  private static Request adding(Candidate candidate) {
    return Request.adding(List.of(candidate.keyPackage()));
  }

  static Entrance entrance(Scene scene) throws Exception {
    Candidate newcomer = newcomer(scene);
    Change change = scene.founder().commit(adding(newcomer));
    return new Entrance(newcomer, change.welcome().orElseThrow());
  }

  /// Somebody with a Welcome.
  record Entrance(Candidate candidate, byte[] welcome) {}

  /// Makes what an operation needs.
  @FunctionalInterface
  private interface Preparation<T> {
    T prepare() throws Exception;
  }

  /// What is timed.
  @FunctionalInterface
  private interface Timed<T> {
    void run(T prepared) throws Exception;
  }

  private static <T> Stopwatch.Operation<T> prepared(Preparation<T> preparation, Timed<T> timed) {
    return new Stopwatch.Operation<>() {
      @Override
      public T prepare() throws Exception {
        return preparation.prepare();
      }

      @Override
      public void run(T prepared) throws Exception {
        timed.run(prepared);
      }
    };
  }
}
