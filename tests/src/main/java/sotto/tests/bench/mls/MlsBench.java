package sotto.tests.bench.mls;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sotto.client.crypto.NativeCrypto;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.PortableCrypto;
import sotto.tests.bench.Options;
import sotto.tests.bench.Table;
import sotto.tests.interop.BouncyLibrary;
import sotto.tests.interop.Library;
import sotto.tests.interop.Library.Candidate;
import sotto.tests.interop.Library.Change;
import sotto.tests.interop.Library.Member;
import sotto.tests.interop.Library.Request;
import sotto.tests.interop.SottoLibrary;
import sotto.tests.interop.TsLibrary;

/// The library's operations in groups of different sizes, in microseconds: Sotto beside other
/// implementations, and beside the sum of the primitives that each needs at least.
public final class MlsBench {
  private static final int KILOBYTE = 1024;

  /// The places of rows whose limit is known only when they were run.
  private static final int ADD = 4;

  private static final int ENCODE = 6;

  /// Members of a group in which everything is run once before it is measured.
  private static final int FEW = 16;

  /// A peer makes a larger group in minutes, so that is done with `--all` only, or not at all.
  private static final int MOST_FOR_SCRIPTS = 128;

  private static final int MOST_FOR_SCRIPTS_WITH_ALL = 1024;
  private static final int MOST_FOR_PEERS = 1024;

  private final Options options;
  private final PrintStream out;
  private final Crypto crypto = PortableCrypto.create();
  private final Instant started = Instant.now();

  public MlsBench(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /// One operation's name, its time in each library, and the least that primitives need.
  private record Row(String operation, double limit, double[] times) {
    Row within(double known) {
      return new Row(operation, known, times);
    }
  }

  public void run() throws Exception {
    List<Integer> sizes =
        numbers("members", options.isQuick() ? "2,16" : "2,16,128,1024,10000", 10);
    List<Integer> suites = numbers("suites", "1,4f", 16);
    List<Library> libraries = new ArrayList<>();
    libraries.add(new SottoLibrary(crypto, new SecureRandom(), Instant.now(), Runnable::run));
    nativeLibrary("Conscrypt", NativeCrypto.withConscrypt(crypto)).ifPresent(libraries::add);
    nativeLibrary("Amazon", NativeCrypto.withAmazon(crypto)).ifPresent(libraries::add);
    libraries.add(new BouncyLibrary());
    TsLibrary.start(out::println).ifPresent(libraries::add);
    for (int suite : suites) {
      suite(suite, sizes, libraries);
    }
    libraries.forEach(Library::close);
  }

  /// Sotto over a native provider, where there is one.
  private Optional<Library> nativeLibrary(String name, Optional<Crypto> primitives) {
    if (primitives.isEmpty()) {
      out.println(name + "'s provider is left out: it does not load on this platform.");
    }
    return primitives.map(found ->
        new SottoLibrary(
            "Sotto, " + name, found, new SecureRandom(), Instant.now(), Runnable::run));
  }

  private List<Integer> numbers(String name, String normal, int radix) {
    return Arrays.stream(options.text(name).orElse(normal).split(","))
        .map(number -> Integer.parseInt(number.replaceFirst("^0x", ""), radix))
        .toList();
  }

  private double seconds() {
    return options.isQuick() ? 0.05 : options.isAll() ? 0.6 : 0.2;
  }

  private Stopwatch watch() {
    return new Stopwatch(seconds(), Stopwatch.Clock.THREAD);
  }

  /// A library in another process is timed by the clock on the wall.
  private Stopwatch watch(Library library) {
    return library instanceof TsLibrary ? new Stopwatch(seconds(), Stopwatch.Clock.WALL) : watch();
  }

  private boolean isTooLarge(Library library, int size) {
    return switch (library) {
      case SottoLibrary _ -> false;
      case TsLibrary _ -> size > (options.isAll() ? MOST_FOR_SCRIPTS_WITH_ALL : MOST_FOR_SCRIPTS);
      default -> size > MOST_FOR_PEERS;
    };
  }

  private void suite(int suite, List<Integer> sizes, List<Library> all) throws Exception {
    List<Library> libraries = all.stream().filter(library -> library.hasSuite(suite)).toList();
    out.printf("%nSuite 0x%04x; microseconds of one core, median%n", suite);
    out.println("Joining, BouncyCastle verifies the signature of no leaf.");
    all.stream()
        .filter(library -> !library.hasSuite(suite))
        .forEach(library -> out.println(library.name() + " is left out: it has no such suite."));
    for (Library library : libraries) {
      warmUp(suite, library);
    }
    Primitives primitives = Primitives.measure(crypto, suite, watch());
    out.printf(
        "primitives: sign %s, verify %s, HPKE seal %s, open %s, key pair %s, derived %s, expand %s%n",
        Table.number(primitives.sign()),
        Table.number(primitives.verify()),
        Table.number(primitives.hpkeSeal()),
        Table.number(primitives.hpkeOpen()),
        Table.number(primitives.hpkeKeys()),
        Table.number(primitives.derivedKeys()),
        Table.number(primitives.expand()));
    Symmetric symmetric = Symmetric.measure(crypto, suite, watch());
    out.printf(
        "1 KB without its signature: symmetric primitives seal %s, open %s; protect %s, unprotect %s%n",
        Table.number(symmetric.seal()),
        Table.number(symmetric.open()),
        Table.number(symmetric.protect()),
        Table.number(symmetric.unprotect()));
    keyPackages(suite, libraries, primitives);
    for (int size : sizes) {
      for (Scene.Shape shape : Scene.Shape.values()) {
        if (size > 2 || shape == Scene.Shape.FLAT) {
          group(suite, size, shape, libraries, primitives);
        }
      }
    }
  }

  /// Lets the compiler see every operation before the first is measured, and the primitives in
  /// them.
  private void warmUp(int suite, Library library) throws Exception {
    out.println("… warming up " + library.name());
    time(Scene.of(library, suite, FEW, Scene.Shape.WARM, ready -> {}), 0, rows(List.of(library)));
  }

  private void keyPackages(int suite, List<Library> libraries, Primitives primitives)
      throws Exception {
    double[] times = new double[libraries.size()];
    for (int i = 0; i < times.length; i++) {
      Library library = libraries.get(i);
      times[i] = watch(library).micros(() -> library.candidate(suite, "somebody", Map.of()));
    }
    print("alone", libraries, List.of(new Row("KeyPackage", primitives.keyPackage(), times)));
  }

  private void group(
      int suite, int size, Scene.Shape shape, List<Library> libraries, Primitives primitives)
      throws Exception {
    int path = 32 - Integer.numberOfLeadingZeros(size - 1);
    int ciphertexts = shape == Scene.Shape.WARM ? path : size - 1;
    List<Row> rows = rows(libraries);
    double[] limits = {
      primitives.protect(),
      primitives.unprotect(),
      primitives.createCommit(path, ciphertexts),
      primitives.processCommit(path),
      0,
      primitives.join(size + 1, path),
      0
    };
    for (int i = 0; i < limits.length; i++) {
      rows.set(i, rows.get(i).within(limits[i]));
    }
    String notes = "";
    for (int i = 0; i < libraries.size(); i++) {
      Library library = libraries.get(i);
      if (isTooLarge(library, size)) {
        continue;
      }
      out.printf(
          "… %d s: %s, %d members, %s%n",
          Duration.between(started, Instant.now()).toSeconds(), library.name(), size, shape);
      Scene scene = Scene.of(library, suite, size, shape, ready -> {});
      time(scene, i, rows);
      if (i == 0) {
        int welcome = entrance(scene).welcome().length;
        double limit = primitives.add(path, ciphertexts) + primitives.signed(welcome);
        rows.set(ADD, rows.get(ADD).within(limit));
        byte[] state = scene.founder().state().orElseThrow();
        byte[] copy = new byte[state.length];
        double copying = watch().micros(() -> System.arraycopy(state, 0, copy, 0, copy.length));
        rows.set(ENCODE, rows.get(ENCODE).within(copying));
        notes = "  state " + state.length + " bytes, " + state.length / size + " a member";
      }
    }
    print(size + " members, " + shape + notes, libraries, rows);
    joinOnTwoThreads(suite, size, shape);
  }

  /// The same entrance with leaves verified on two threads, by the clock on the wall.
  private void joinOnTwoThreads(int suite, int size, Scene.Shape shape) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(2);
        Library library = new SottoLibrary(crypto, new SecureRandom(), Instant.now(), executor)) {
      Scene scene = Scene.of(library, suite, size, shape, ready -> {});
      double micros =
          new Stopwatch(seconds(), Stopwatch.Clock.WALL)
              .micros(
                  prepared(
                      () -> entrance(scene),
                      entrance -> entrance.candidate().join(entrance.welcome())));
      out.println("join on two threads, by the wall: " + Table.number(micros) + " µs");
    }
  }

  private static List<Row> rows(List<Library> libraries) {
    return Stream.of(
            "protect 1 KB",
            "unprotect 1 KB",
            "create Commit",
            "process Commit",
            "add one, tree in the Welcome",
            "join, every leaf verified",
            "encode state (limit: one copy)")
        .map(operation -> new Row(operation, 0, new double[libraries.size()]))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private void time(Scene scene, int library, List<Row> rows) throws Exception {
    Member founder = scene.founder();
    Member watcher = scene.watcher();
    byte[] content = new byte[KILOBYTE];
    Stopwatch watch = watch(scene.library());
    rows.get(0).times[library] = watch.micros(() -> founder.protect(content));
    // A new epoch, so that nobody is behind by all that was only sealed.
    watcher.process(committed(founder));
    rows.get(1).times[library] =
        watch.micros(prepared(() -> founder.protect(content), watcher::unprotect));
    rows.get(2).times[library] = watch.micros(() -> founder.commit(Request.UPDATE));
    rows.get(3).times[library] = watch.micros(prepared(() -> committed(founder), watcher::process));
    rows.get(ADD).times[library] =
        watch.micros(prepared(() -> newcomer(scene).request(), founder::commit));
    Stopwatch.Operation<Entrance> join =
        prepared(() -> entrance(scene), entrance -> entrance.candidate().join(entrance.welcome()));
    rows.get(5).times[library] = watch.micros(join);
    if (founder.state().isPresent()) {
      rows.get(ENCODE).times[library] = watch.micros(founder::state);
    }
  }

  private static byte[] committed(Member founder) throws Exception {
    Change change = founder.commit(Request.UPDATE);
    change.adopt();
    return change.commit();
  }

  private record Newcomer(Candidate candidate) {
    Request request() {
      return Request.adding(List.of(candidate.keyPackage()));
    }
  }

  private static Newcomer newcomer(Scene scene) throws Exception {
    return new Newcomer(scene.library().candidate(scene.suite(), "new", Map.of()));
  }

  private static Entrance entrance(Scene scene) throws Exception {
    Newcomer newcomer = newcomer(scene);
    Change change = scene.founder().commit(newcomer.request());
    return new Entrance(newcomer.candidate(), change.welcome().orElseThrow());
  }

  private record Entrance(Candidate candidate, byte[] welcome) {}

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

  private void print(String title, List<Library> libraries, List<Row> rows) {
    List<String> headings = new ArrayList<>(List.of(title, "primitives", "Sotto", "ratio"));
    libraries.stream()
        .skip(1)
        .forEach(library -> headings.addAll(List.of(library.name(), "times Sotto")));
    Table table = new Table(headings.toArray(String[]::new));
    for (Row row : rows) {
      List<String> cells =
          new ArrayList<>(List.of(row.operation(), figure(row.limit()), figure(row.times()[0])));
      cells.add(row.limit() > 0 ? Table.number(row.times()[0] / row.limit()) : "");
      for (int i = 1; i < row.times().length; i++) {
        double other = row.times()[i];
        cells.add(figure(other));
        cells.add(other > 0 ? Table.number(other / row.times()[0]) : "");
      }
      table.row(cells.toArray(String[]::new));
    }
    table.print(out);
  }

  private static String figure(double micros) {
    return micros > 0 ? Table.number(micros) : "–";
  }
}
