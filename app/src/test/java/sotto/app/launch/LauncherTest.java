package sotto.app.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a tree of its own, with a JDK and a Maven that only write down how they were
/// called.
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      echo "$@" >> "$CALLS"
      for word in "$@"; do case $word in -XX:AOTCacheOutput=*) echo cache > "${word#*=}" ;; esac; done
      """;
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "mvn $JAVA_HOME $*" >> "$CALLS"
      sleep 0.3
      mkdir -p app/target/lib && echo lib > app/target/lib/some.jar && echo app > app/target/sotto-app-1.jar
      """;
  private static final String BENCH = "tests/src/main/java/sotto/tests/bench/Bench.java";
  private static final List<String> TOOLS =
      List.of(
          "dirname",
          "readlink",
          "find",
          "head",
          "cksum",
          "cat",
          "grep",
          "touch",
          "mkdir",
          "rm",
          "cp",
          "mv",
          "basename",
          "sleep",
          "sed",
          "flock");

  @TempDir Path folder;
  private Path root;
  private Path jdk;
  private Path calls;
  private Path path;

  @BeforeEach
  void tree() throws IOException {
    var launcher = Path.of(System.getProperty("sotto.root", "..")).resolve("sotto");
    assumeTrue(
        Files.isExecutable(Path.of("/bin/bash")) && Files.exists(launcher),
        "The launcher's test needs bash.");
    root = Files.createDirectories(folder.resolve("a tree"));
    Files.copy(launcher, root.resolve("sotto"));
    executable(root.resolve("sotto"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.createDirectories(root.resolve("app/src/main"));
    jdk = jdk("jdk", "25.0.3");
    calls = folder.resolve("calls");
    path = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      for (Path place : List.of(Path.of("/bin"), Path.of("/usr/bin"))) {
        if (Files.exists(place.resolve(tool))) {
          script(path.resolve(tool), "#!/bin/sh\nexec " + place.resolve(tool) + " \"$@\"\n");
        }
      }
    }
    script(path.resolve("mvn"), MAVEN);
  }

  @Test
  void theFirstStartBuildsFillsACacheAndStarts() throws Exception {
    var first = run(root.resolve("sotto"), "--version");
    assertThat(first.exitCode()).isZero();
    assertThat(calls()).hasSize(5);
    assertThat(calls().getFirst()).startsWith("mvn " + jdk + " ").contains("-Dquick", "package");
    assertThat(calls().get(1)).contains("sotto.app.launch.Libraries").endsWith("app/target/lib");
    assertThat(calls().getLast()).contains("-XX:AOTCache=").endsWith("sotto.app.Main --version");
  }

  @Test
  void theNextStartDoesNotBuildAndIsSilent() throws Exception {
    run(root.resolve("sotto"), "--version");
    var second = run(root.resolve("sotto"), "send", "bob", "two words");
    assertThat(second.err()).isEmpty();
    assertThat(calls()).hasSize(6);
    assertThat(calls().getLast()).endsWith("sotto.app.Main send bob two words");
  }

  @Test
  void theCacheIsUsedWithTheFlagsOfItsDump() throws Exception {
    run(root.resolve("sotto"), "contacts");
    run(root.resolve("sotto"), "serve");
    List<String> dumps =
        calls().stream()
            .filter(call -> call.contains("AOTCacheOutput"))
            .map(LauncherTest::flags)
            .toList();
    List<String> uses =
        calls().stream()
            .filter(call -> call.contains("AOTCache="))
            .map(LauncherTest::flags)
            .toList();
    assertThat(dumps).hasSize(2).doesNotHaveDuplicates();
    assertThat(uses).containsExactlyElementsOf(dumps);
    assertThat(uses).allMatch(flags -> flags.contains("-Xlog:disable -Xlog:all=error:stderr"));
  }

  @Test
  void aCacheWhoseMakingWasCutOffIsMadeAtTheNextStart() throws Exception {
    run(root.resolve("sotto"), "--version");
    try (Stream<Path> files = Files.walk(root.resolve("app/target/run"))) {
      for (Path cache : files.filter(file -> file.toString().endsWith(".aot")).toList()) {
        Files.delete(cache);
        Files.writeString(cache.resolveSibling(cache.getFileName() + ".log"), "cut off");
        Files.writeString(cache.resolveSibling(cache.getFileName() + ".123"), "half of it");
      }
    }
    run(root.resolve("sotto"), "--version");
    assertThat(calls().stream().filter(call -> call.contains("AOTCacheOutput"))).hasSize(4);
    assertThat(calls().getLast()).contains("-XX:AOTCache=").endsWith("sotto.app.Main --version");
    try (Stream<Path> files = Files.walk(root.resolve("app/target/run"))) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".123"));
    }
  }

  @Test
  void aTrainingThatEndsWithoutACacheIsNotTriedAgain() throws Exception {
    script(jdk.resolve("bin/java"), "#!/bin/sh\necho \"$@\" >> \"$CALLS\"\n");
    run(root.resolve("sotto"), "--version");
    var second = run(root.resolve("sotto"), "--version");
    assertThat(second.err()).isEmpty();
    assertThat(calls().stream().filter(call -> call.contains("AOTCacheOutput"))).hasSize(2);
  }

  @Test
  void theHelpOfTheBenchmarksNeedsNoBuild() throws Exception {
    var bench = Path.of(System.getProperty("sotto.root", "..")).resolve(BENCH);
    Files.createDirectories(root.resolve(BENCH).getParent());
    Files.copy(bench, root.resolve(BENCH));
    var help = run(root.resolve("sotto"), "bench", "--help");
    assertThat(help.exitCode()).as(help.err()).isZero();
    assertThat(help.out())
        .startsWith("Usage: ./sotto bench server ")
        .contains("\nExample: ./sotto bench ")
        .doesNotContain("\"\"\"");
    assertThat(calls).doesNotExist();
  }

  @Test
  void aChangedAddedOrRemovedSourceIsBuiltAgain() throws Exception {
    run(root.resolve("sotto"), "--version");
    var source = root.resolve("app/src/main/New.java");
    Files.writeString(source, "class New {}");
    run(root.resolve("sotto"), "--version");
    assertThat(builds()).isEqualTo(2);
    Files.delete(source);
    run(root.resolve("sotto"), "--version");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void itWorksThroughALinkAndFromAnotherFolder() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a tree", "sotto"));
    assertThat(run(link, "--version").exitCode()).isZero();
    assertThat(calls().getLast())
        .contains("-Dsotto.launcher=" + root.toRealPath().resolve("sotto"));
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    var one = start(root.resolve("sotto"), "one");
    var two = start(root.resolve("sotto"), "two");
    assertThat(end(one).exitCode()).isZero();
    assertThat(end(two).exitCode()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void withoutFlockTwoAtOnceBuildOnceToo() throws Exception {
    Files.deleteIfExists(path.resolve("flock"));
    twoAtOnceBuildOnce();
  }

  @Test
  void aJavaHomeOfAnotherVersionIsPassedOver() throws Exception {
    var modern = Files.createDirectories(folder.resolve("home/.jdks"));
    Files.move(jdk, modern.resolve("temurin-25"));
    jdk = jdk("old", "17.0.15");
    run(root.resolve("sotto"), "test");
    // One in a system folder, if this machine has it, is found before the one in the home folder.
    assertThat(calls()).hasSize(1).allMatch(call -> !call.contains(jdk.toString()));
  }

  @Test
  void withoutAJdk25ItSaysInOneSentenceWhatToInstall() throws Exception {
    // The places of this machine may hold one: in the tree's own launcher they are elsewhere.
    Path launcher = root.resolve("sotto");
    String text = Files.readString(launcher);
    for (String place : List.of("/usr/", "/opt/", "/Library/", "/home/", "/run/")) {
      text = text.replace(" " + place, " " + folder.resolve("nowhere") + place);
    }
    Files.writeString(launcher, text);
    jdk = Path.of("");
    var old = jdk("old", "17.0.15");
    Files.createSymbolicLink(path.resolve("java"), old.resolve("bin/java"));
    for (String command : List.of("--version", "serve", "test", "bench")) {
      var run = run(launcher, command);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).startsWith("sotto: no JDK 25 was found; install one").hasLineCount(1);
    }
    assertThat(calls).doesNotExist();
  }

  @Test
  void theJavaOnThePathIsTheLastResort() throws Exception {
    Path launcher = root.resolve("sotto");
    String text = Files.readString(launcher);
    Files.writeString(launcher, text.replace(" /usr/", " " + folder.resolve("nowhere") + "/"));
    Files.createSymbolicLink(path.resolve("java"), jdk.resolve("bin/java"));
    jdk = Path.of("");
    assertThat(run(launcher, "test").exitCode()).isZero();
    assertThat(calls().getFirst()).startsWith("mvn " + folder.resolve("jdk") + " ");
  }

  @Test
  void aTreeThatMayNotBeWrittenStartsWhatIsBuiltAndElseSaysSo() throws Exception {
    assumeTrue(!System.getProperty("user.name").equals("root"), "root may write everywhere.");
    var may = PosixFilePermissions.fromString("rwxr-xr-x");
    var mayNot = PosixFilePermissions.fromString("r-xr-xr-x");
    Files.setPosixFilePermissions(root, mayNot);
    var run = run(root.resolve("sotto"), "--version");
    Files.setPosixFilePermissions(root, may);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("cannot be written").hasLineCount(1);
  }

  @Test
  void withoutMavenItSaysInOneSentenceWhatToInstall() throws Exception {
    Files.delete(path.resolve("mvn"));
    var run = run(root.resolve("sotto"), "--version");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("sotto: Maven was not found; install it").hasLineCount(1);
  }

  @Test
  void aBuildThatFailsSaysWhereTheStoryIs() throws Exception {
    script(path.resolve("mvn"), "#!/bin/sh\necho '[ERROR] a mistake'\nexit 1\n");
    var run = run(root.resolve("sotto"), "--version");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("a mistake", "build failed", "build.log");
  }

  @Test
  void testIsMavenVerifyWithTheOptionsGiven() throws Exception {
    run(root.resolve("sotto"), "test", "-Dsotto.seed=7");
    assertThat(calls()).containsExactly("mvn " + jdk + " verify -Dsotto.seed=7");
  }

  private record Run(int exitCode, String out, String err) {}

  private record Started(Process process, Path out, Path err) {}

  private Run run(Path launcher, String... args) throws Exception {
    return end(start(launcher, args));
  }

  private Started start(Path launcher, String... args) throws IOException {
    var command = new ArrayList<>(List.of("/bin/bash", launcher.toString()));
    command.addAll(List.of(args));
    var out = Files.createTempFile(folder, "out", "");
    var err = Files.createTempFile(folder, "err", "");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", path.toString(),
                "HOME", folder.resolve("home").toString(),
                "JAVA_HOME", jdk.toString(),
                "CALLS", calls.toString()));
    return new Started(builder.start(), out, err);
  }

  private static Run end(Started started) throws Exception {
    assertThat(started.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(
        started.process().exitValue(),
        Files.readString(started.out()),
        Files.readString(started.err()));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(calls);
  }

  private long builds() throws IOException {
    return calls().stream().filter(call -> call.startsWith("mvn")).count();
  }

  private static String flags(String call) {
    return String.join(
        " ",
        Stream.of(call.substring(0, call.indexOf(" -cp ")).split(" "))
            .filter(word -> !word.contains("AOTCache") && !word.startsWith("-Dsotto."))
            .toList()
            // The tree's folder has a space in its name, and so has the path of the cache.
            .stream()
            .filter(word -> word.startsWith("-"))
            .toList());
  }

  private Path jdk(String name, String version) throws IOException {
    var home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), JAVA);
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
