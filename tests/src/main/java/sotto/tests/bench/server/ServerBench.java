package sotto.tests.bench.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sotto.tests.bench.Options;
import sotto.tests.bench.Table;
import sotto.tests.bench.WrongArgument;
import sotto.tests.bench.load.Driver;
import sotto.tests.bench.load.Driver.Mailbox;
import sotto.tests.bench.load.Driver.Pair;
import sotto.tests.bench.load.Driver.Role;
import sotto.tests.bench.load.Loop;
import sotto.tests.bench.load.Offline;
import sotto.tests.bench.load.Online;
import sotto.tests.bench.load.Parallel;
import sotto.tests.bench.load.ProcessUsage;

/// The workloads of the server, for Sotto and for every peer that is installed: messages between
/// people who are there, messages to people who are away, idle connections, starting.
public final class ServerBench {
  private static final int PAIRS = 50;
  private static final int RECEIVERS = 200;
  private static final int MESSAGE = 1024;
  private static final int WARM_UP_SECONDS = 30;
  private static final int LONGEST_SECONDS = 60;
  private static final long SEED = 42;

  private final Options options;
  private final PrintStream out;

  public ServerBench(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  public void run() throws Exception {
    List<Subject> subjects = subjects();
    out.printf(
        "Load generator and servers share %d cores on loopback; 1 KB messages, %d pairs.%n",
        Runtime.getRuntime().availableProcessors(), PAIRS);
    if (options.wants("online")) {
      online(subjects);
    }
    if (options.wants("offline")) {
      offline(subjects.stream().filter(subject -> !subject.equals(Sotto.NOBODY_SYNCS)).toList());
    }
    if (options.wants("idle")) {
      idle();
    }
    if (options.wants("ready")) {
      ready();
    }
  }

  private List<Subject> subjects() {
    List<Subject> known = Stream.concat(Sotto.ALL.stream(), PeerSubject.all().stream()).toList();
    List<Subject> wanted =
        known.stream().filter(subject -> options.wantsServer(subject.name())).toList();
    if (wanted.isEmpty()) {
      throw new WrongArgument(
          "--servers takes parts of these names: "
              + known.stream().map(Subject::name).collect(Collectors.joining("; "))
              + ".");
    }
    List<Subject> subjects = new ArrayList<>();
    for (Subject subject : wanted) {
      if (subject.missing().isEmpty()) {
        subjects.add(subject);
      } else {
        out.println(subject.missing());
      }
    }
    return subjects;
  }

  /// The ways in which Sotto's own figures are taken.
  private static final class Sotto {
    static final Subject RECEIVERS_SYNC =
        new SottoSubject(
            "Sotto, receivers fsync",
            Subject.Durability.RECEIVER,
            Receipts.Mode.AFTER_FSYNC,
            List.of());
    static final Subject SERVER_SYNCS =
        new SottoSubject(
            "Sotto, server fsyncs all",
            Subject.Durability.SERVER,
            Receipts.Mode.AT_ONCE,
            List.of("-Dsotto.server.grace=0"));
    static final Subject NOBODY_SYNCS =
        new SottoSubject(
            "Sotto, receivers in memory",
            Subject.Durability.MEMORY,
            Receipts.Mode.AT_ONCE,
            List.of());
    static final List<Subject> ALL = List.of(RECEIVERS_SYNC, SERVER_SYNCS, NOBODY_SYNCS);
  }

  private void online(List<Subject> subjects) {
    Table table =
        new Table(
            "online",
            "in flight",
            "messages/s",
            "p50 ms",
            "p99 ms",
            "per server-CPU s",
            "load generator µs each",
            "KB written each",
            "durable at",
            "wrong");
    for (Subject subject : subjects) {
      for (int inFlight : options.numbers("in-flight", List.of(1, 16))) {
        measured(
            subject,
            running -> {
              Online.Result result = online(running, inFlight);
              table.row(
                  subject.name(),
                  Integer.toString(inFlight),
                  Table.number(result.perSecond()),
                  Table.number(result.p50Micros() / 1_000),
                  Table.number(result.p99Micros() / 1_000),
                  Table.number(result.perServerSecond()),
                  Table.number(result.loadMicros()),
                  Table.number(result.writtenKilobytesEach()),
                  subject.durability().words(),
                  Long.toString(result.wrong()));
              out.println(table.newest());
            },
            "online, " + inFlight + " in flight");
      }
    }
    table.print(out);
  }

  private Online.Result online(Subject.Running running, int inFlight) throws Exception {
    double seconds = options.number("seconds", options.isQuick() ? 3 : 8);
    Online.Plan plan =
        new Online.Plan(PAIRS, inFlight, MESSAGE, options.isQuick() ? 4 : 12, seconds);
    try (Loop loop = new Loop();
        Driver driver = running.driver(loop)) {
      List<Pair> pairs =
          IntStream.range(0, PAIRS)
              .mapToObj(p -> new Pair(Online.sender(p), Online.receiver(p)))
              .toList();
      driver.provision(users(pairs), pairs);
      return new Online(plan, loop, driver, SEED).run(running.pid());
    }
  }

  private static List<String> users(List<Pair> pairs) {
    return pairs.stream()
        .flatMap(pair -> Stream.of(pair.sender(), pair.receiver()))
        .distinct()
        .toList();
  }

  private void offline(List<Subject> subjects) {
    Table table =
        new Table(
            "to people who are away",
            "messages",
            "in/s",
            "per server-CPU s",
            "out/s",
            "per server-CPU s",
            "lost",
            "twice");
    for (Subject subject : subjects) {
      int messages = options.isQuick() ? subject.queued() / 5 : subject.queued();
      Offline.Plan plan =
          new Offline.Plan(PAIRS, RECEIVERS, messages, 16, MESSAGE, LONGEST_SECONDS);
      measured(
          subject,
          running -> {
            try (Loop loop = new Loop();
                Driver driver = running.driver(loop)) {
              driver.provision(users(plan.pairs()), plan.pairs());
              warmUp(plan, loop, driver, running.pid());
              Offline offline = new Offline(plan, loop, driver, SEED);
              Offline.Queued queued = offline.enqueue(running.pid());
              Thread.sleep(1_000);
              Offline.Drained drained = offline.drain(running.pid());
              table.row(
                  subject.name(),
                  Integer.toString(queued.accepted()),
                  Table.number(queued.perSecond()),
                  Table.number(queued.perServerSecond()),
                  Table.number(drained.perSecond()),
                  Table.number(drained.perServerSecond()),
                  Integer.toString(drained.lost() + drained.wrong()),
                  Integer.toString(drained.twice()));
              out.println(table.newest());
            }
          },
          "to people who are away");
    }
    table.print(out);
  }

  /// One round that is not measured, as servers in Java, ours among them, begin slowly.
  private static void warmUp(Offline.Plan plan, Loop loop, Driver driver, long pid)
      throws Exception {
    Offline round = new Offline(plan.lasting(WARM_UP_SECONDS), loop, driver, SEED + 1);
    round.enqueue(pid);
    round.drain(pid);
    Thread.sleep(1_000);
  }

  private void idle() {
    int count = options.number("idle", options.isQuick() ? 1_000 : 5_000);
    measured(
        Sotto.SERVER_SYNCS,
        running -> {
          try (Loop loop = new Loop();
              Driver driver = running.driver(loop)) {
            List<String> users = IntStream.range(0, count).mapToObj(i -> "i" + i).toList();
            driver.provision(users, List.of());
            ProcessUsage before = settled(running.pid());
            long from = System.nanoTime();
            Parallel.each(8, users, user -> driver.connect(user, Role.RECEIVER, Mailbox.IGNORING));
            double seconds = (System.nanoTime() - from) / 1e9;
            ProcessUsage used = settled(running.pid()).minus(before);
            new Table("idle TLS connections", "KB each", "logins/s", "lost")
                .row(
                    Integer.toString(count),
                    Table.number(used.kilobytes() / count),
                    Table.number(count / seconds),
                    Integer.toString(loop.lost()))
                .print(out);
          }
        },
        "idle connections");
  }

  /// Memory after the server has collected its garbage: asked for by jcmd, which comes with the
  /// JDK.
  private static ProcessUsage settled(long pid) throws IOException, InterruptedException {
    String jcmd = System.getProperty("java.home") + "/bin/jcmd";
    for (int i = 0; i < 2; i++) {
      new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      Thread.sleep(2_000);
    }
    return ProcessUsage.of(pid);
  }

  private void ready() {
    int queued = options.number("queued", options.isQuick() ? 100_000 : 1_000_000);
    int receivers = 250;
    Offline.Plan plan = new Offline.Plan(PAIRS, receivers, queued, 16, MESSAGE, 600);
    measured(
        Sotto.SERVER_SYNCS,
        running -> {
          if (!(running instanceof SottoSubject.SottoRunning sotto)) {
            return;
          }
          Table table = new Table("starting", "seconds to ready");
          table.row("second start", Table.number(secondStart(sotto)));
          int accepted;
          try (Loop loop = new Loop();
              Driver driver = running.driver(loop)) {
            driver.provision(users(plan.pairs()), plan.pairs());
            accepted = new Offline(plan, loop, driver, SEED).enqueue(running.pid()).accepted();
          }
          SottoSubject.SottoRunning again = sotto.killAndRestart();
          table.row(
              "after SIGKILL, " + accepted + " messages queued",
              Table.number(again.process().readySeconds()));
          table.print(out);
          again.process().close();
        },
        "starting");
  }

  /// The launcher has built and made its caches by now, and the data folder is another one.
  private static double secondStart(SottoSubject.SottoRunning sotto) throws IOException {
    try (ServerProcess second =
        ServerProcess.start(sotto.folder().resolve("second"), sotto.options())) {
      return second.readySeconds();
    }
  }

  /// What is done with a running server.
  @FunctionalInterface
  private interface Measurement {
    void take(Subject.Running running) throws Exception;
  }

  /// A failure costs its rows and no others.
  private void measured(Subject subject, Measurement measurement, String what) {
    out.println("… " + subject.name() + ": " + what);
    try (Subject.Running running = subject.start()) {
      measurement.take(running);
    } catch (Exception failed) {
      out.println("  failed: " + failed.getMessage());
    }
  }
}
