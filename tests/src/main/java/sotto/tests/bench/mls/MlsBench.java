package sotto.tests.bench.mls;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import sotto.client.crypto.NativeCrypto;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.PortableCrypto;
import sotto.tests.bench.Options;
import sotto.tests.bench.Table;
import sotto.tests.interop.BouncyLibrary;
import sotto.tests.interop.Library;
import sotto.tests.interop.SottoLibrary;
import sotto.tests.interop.TsLibrary;

/// The library's operations in groups of different sizes, in microseconds: Sotto beside other
/// implementations, and beside the sum of the primitives that each needs at least.
public final class MlsBench {
  private static final List<Integer> SIZES = List.of(2, 16, 128, 1024, 10_000);
  private static final List<Integer> QUICK_SIZES = List.of(2, 16);

  /// Members of a group in which everything is run once before it is measured.
  private static final int FEW = 16;

  private static final int QUICK_PEER_SECONDS = 20;
  private static final int PEER_SECONDS = 60;
  private static final int PEER_SECONDS_WITH_ALL = 600;

  private final Options options;
  private final PrintStream out;
  private final Crypto crypto = PortableCrypto.create();
  private final Library sotto =
      new SottoLibrary(crypto, new SecureRandom(), Instant.now(), Runnable::run);
  private final List<Library> libraries = new ArrayList<>(List.of(sotto));
  private final List<String> unfinished = new ArrayList<>();
  private final Instant started = Instant.now();

  public MlsBench(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  public void run() throws Exception {
    List<Integer> sizes = options.numbers("members", options.isQuick() ? QUICK_SIZES : SIZES);
    nativeLibrary("Conscrypt", NativeCrypto.withConscrypt(crypto)).ifPresent(libraries::add);
    nativeLibrary("Amazon", NativeCrypto.withAmazon(crypto)).ifPresent(libraries::add);
    libraries.add(new BouncyLibrary());
    TsLibrary.start(out::println).ifPresent(libraries::add);
    introduce(sizes);
    for (int suite : options.suites(List.of(0x0001, 0x004f))) {
      suite(suite, sizes);
    }
    libraries.forEach(Library::close);
    conclude();
  }

  private void introduce(List<Integer> sizes) {
    List<String> left =
        SIZES.stream().filter(size -> !sizes.contains(size)).map(size -> "" + size).toList();
    if (!left.isEmpty()) {
      out.printf(
          "Left out by %s: groups of %s members.%n",
          options.text("members").isPresent() ? "--members" : "--quick", String.join(", ", left));
    }
    out.printf(
        "Another implementation has %d s for each group and what is measured in it; what it has"
            + " not done then is marked \"> %d s\" (--all gives it %d s and measures all three times as"
            + " long, --peer-seconds N gives it N).%n",
        peerSeconds(), peerSeconds(), PEER_SECONDS_WITH_ALL);
    out.println("The members around its two are Sotto's, so that a large group is there at once.");
    out.println("Joining, BouncyCastle verifies the signature of no leaf. It stores no state.");
    out.println("Adding, ts-mls makes a Commit without a path, all others one with a path.");
  }

  private void conclude() {
    if (!unfinished.isEmpty()) {
      out.printf(
          "Not done in %d s, to be had with --all (%d s) or --peer-seconds N:%n",
          peerSeconds(), PEER_SECONDS_WITH_ALL);
      unfinished.forEach(out::println);
    }
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

  private double seconds() {
    return options.isQuick() ? 0.05 : options.isAll() ? 0.6 : 0.2;
  }

  private int peerSeconds() {
    int normal =
        options.isQuick()
            ? QUICK_PEER_SECONDS
            : options.isAll() ? PEER_SECONDS_WITH_ALL : PEER_SECONDS;
    return options.number("peer-seconds", normal);
  }

  private Stopwatch watch() {
    return new Stopwatch(seconds(), Stopwatch.Clock.THREAD);
  }

  private void suite(int suite, List<Integer> sizes) throws Exception {
    out.printf("%nSuite 0x%04x; microseconds of one core, median%n", suite);
    for (Library library : libraries) {
      if (library.hasSuite(suite)) {
        out.println("… warming up " + library.name());
        column(library, suite, FEW, Scene.Shape.WARM);
      } else {
        out.println(library.name() + " has no such suite.");
      }
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
    keyPackages(suite, primitives);
    for (int size : sizes) {
      for (Scene.Shape shape : Scene.Shape.values()) {
        if (size > 2 || shape == Scene.Shape.FLAT) {
          group(suite, size, shape, primitives);
        }
      }
    }
  }

  private void keyPackages(int suite, Primitives primitives) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Library library : libraries) {
      figures.add(library.hasSuite(suite) ? keyPackage(suite, library) : Figure.NO_SUITE);
    }
    Table table = table("in a group of any size");
    row(table, "KeyPackage", new Figure.Micros(primitives.keyPackage()), figures);
    table.print(out);
  }

  private Figure keyPackage(int suite, Library library) throws Exception {
    Stopwatch.Clock clock =
        library instanceof TsLibrary ? Stopwatch.Clock.WALL : Stopwatch.Clock.THREAD;
    Stopwatch watch = new Stopwatch(seconds(), clock);
    return new Figure.Micros(watch.micros(() -> library.candidate(suite, "somebody", Map.of())));
  }

  private void group(int suite, int size, Scene.Shape shape, Primitives primitives)
      throws Exception {
    Scene scene = Scene.of(sotto, suite, size, shape);
    List<Map<Operation, Figure>> columns = new ArrayList<>();
    for (Library library : libraries) {
      if (library.hasSuite(suite)) {
        out.printf(
            "… %d s: %s, %d members, %s%n",
            Duration.between(started, Instant.now()).toSeconds(), library.name(), size, shape);
      }
      Map<Operation, Figure> column =
          library.equals(sotto) ? column(scene) : column(library, suite, size, shape);
      note(column, library, "suite %04x, %d members, %s".formatted(suite, size, shape));
      columns.add(column);
    }
    Map<Operation, Double> limits = limits(scene, primitives);
    int state = scene.founder().state().orElseThrow().length;
    Table table =
        table(
            "%d members, %s  state %d bytes, %d a member"
                .formatted(size, shape, state, state / size));
    for (Operation operation : Operation.values()) {
      List<Figure> figures = columns.stream().map(column -> figure(column, operation)).toList();
      double limit = limits.getOrDefault(operation, 0.0);
      row(table, operation.title(), new Figure.Micros(limit), figures);
    }
    table.print(out);
    joinOnTwoThreads(suite, size, shape);
  }

  private static Figure figure(Map<Operation, Figure> column, Operation operation) {
    return column.getOrDefault(operation, Figure.NO_SUITE);
  }

  private Map<Operation, Figure> column(Library library, int suite, int size, Scene.Shape shape)
      throws Exception {
    return library instanceof SottoLibrary
        ? column(Scene.of(library, suite, size, shape))
        : new PeerColumn(library, sotto, peerSeconds(), seconds())
            .time(suite, size, shape, out::println);
  }

  private Map<Operation, Figure> column(Scene scene) throws Exception {
    Map<Operation, Figure> column = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.IN_TURN) {
      column.put(operation, operation.time(scene, watch()));
    }
    return column;
  }

  private void note(Map<Operation, Figure> column, Library library, String where) {
    String left =
        column.entrySet().stream()
            .filter(cell -> cell.getValue().equals(Figure.moreThan(peerSeconds())))
            .map(cell -> cell.getKey().title())
            .collect(Collectors.joining("; "));
    if (!left.isEmpty()) {
      unfinished.add("  " + library.name() + ", " + where + ": " + left);
    }
  }

  /// What the primitives alone cost.
  private Map<Operation, Double> limits(Scene scene, Primitives primitives) throws Exception {
    int path = 32 - Integer.numberOfLeadingZeros(scene.members() - 1);
    int ciphertexts = scene.shape() == Scene.Shape.WARM ? path : scene.members() - 1;
    int welcome = Operation.entrance(scene).welcome().length;
    byte[] state = scene.founder().state().orElseThrow();
    byte[] copy = new byte[state.length];
    return Map.of(
        Operation.PROTECT,
        primitives.protect(),
        Operation.UNPROTECT,
        primitives.unprotect(),
        Operation.CREATE,
        primitives.createCommit(path, ciphertexts),
        Operation.PROCESS,
        primitives.processCommit(path),
        Operation.ADD,
        primitives.add(path, ciphertexts) + primitives.signed(welcome),
        Operation.JOIN,
        primitives.join(scene.members() + 1, path),
        Operation.ENCODE,
        watch().micros(() -> System.arraycopy(state, 0, copy, 0, copy.length)));
  }

  /// The same entrance with leaves verified on two threads, by the clock on the wall.
  private void joinOnTwoThreads(int suite, int size, Scene.Shape shape) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(2);
        Library library = new SottoLibrary(crypto, new SecureRandom(), Instant.now(), executor)) {
      Scene scene = Scene.of(library, suite, size, shape);
      double micros = Operation.join(scene, new Stopwatch(seconds(), Stopwatch.Clock.WALL));
      out.println("join on two threads, by the wall: " + Table.number(micros) + " µs");
    }
  }

  private Table table(String title) {
    List<String> headings = new ArrayList<>(List.of(title, "primitives", "Sotto", "ratio"));
    libraries.stream()
        .skip(1)
        .forEach(library -> headings.addAll(List.of(library.name(), "times Sotto")));
    return new Table(headings.toArray(String[]::new));
  }

  private static void row(Table table, String title, Figure limit, List<Figure> figures) {
    Figure ours = figures.getFirst();
    List<String> cells = new ArrayList<>(List.of(title, limit.text(), ours.text()));
    cells.add(ours.times(limit));
    for (Figure other : figures.subList(1, figures.size())) {
      cells.add(other.text());
      cells.add(other.times(ours));
    }
    table.row(cells.toArray(String[]::new));
  }
}
