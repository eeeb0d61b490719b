package sotto.tests.vectors;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `tests/run-vectors [--now ISO-8601] FILE…`: every case of every file through the product's own
/// code. Failed and skipped cases are named, and the last line is the total. Ends with 0 when none
/// failed, 1 when one did, 2 when a file cannot be read or the command line is wrong.
public final class RunVectors {
  private static final String USAGE = "Usage: tests/run-vectors [--now ISO-8601] FILE…";

  private static final String HELP =
      USAGE
          + """


          Runs test vectors through Sotto's own code: MLS, passive clients, Wycheproof, HPKE, X-Wing,
          CCTV, MIMI, CBOR and NIST's sets, plain, gzip or tar.gz, told apart by their content.
          --now holds the clock: a leaf whose lifetime does not include that time is refused.
          Without it the clock shows today, and a passive-client case that is refused only for a
          lifetime runs again within it; such cases pass, and a line says how many they were.
          Failed and skipped cases are named; the last line is `N passed, N failed, N skipped`.
          Ends with 0 when none failed, 1 when one did, 2 when a file cannot be read or the command
          line is wrong. What follows `--` is a file even when it begins with a dash.\
          """;

  /// What the command line asks for.
  private record Request(Optional<Instant> now, List<Path> files) {}

  /// A command line that means nothing; the sentence names what is wrong with it.
  private static final class WrongUse extends Exception {
    private static final long serialVersionUID = 1L;

    WrongUse(String sentence) {
      super(sentence);
    }
  }

  private RunVectors() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(args), out, err));
  }

  /// The exit code.
  static int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.equals(List.of("--help")) || args.equals(List.of("-h"))) {
      out.println(HELP);
      return 0;
    }
    try {
      return run(parse(args), out, err);
    } catch (WrongUse wrong) {
      err.println(wrong.getMessage());
      err.println(USAGE);
      return 2;
    }
  }

  private static int run(Request request, PrintStream out, PrintStream err) {
    List<Family> families = Families.all(request.now());
    Tally tally = new Tally(out);
    boolean unreadable = false;
    for (Path path : request.files()) {
      try {
        unreadable |= !run(Unpacking.open(path), families, tally, err);
      } catch (UnreadableFile problem) {
        err.println(problem.getMessage());
        unreadable = true;
      } catch (OutOfMemoryError tooLarge) {
        err.println(path + " is too large for the memory of this JVM.");
        unreadable = true;
      }
    }
    tally.close();
    if (out.checkError()) {
      err.println("The results could not be written: the disk is full or the output was closed.");
      return 2;
    }
    return unreadable ? 2 : tally.failed() > 0 ? 1 : 0;
  }

  /// False when something was meant as JSON and is none: a lone file, or a member called so of an
  /// archive of vectors. Other archives may hold what they like, and it is skipped by name.
  private static boolean run(
      List<VectorFile> files, List<Family> families, Tally tally, PrintStream err) {
    List<VectorFile> unknown = files.stream().filter(file -> !run(file, families, tally)).toList();
    boolean readable = true;
    for (VectorFile file : unknown) {
      boolean alone = file.name().equals(file.origin());
      boolean called = file.name().endsWith(".json") && unknown.size() < files.size();
      if ((alone || called) && (file.isCutJson() || file.isBrokenJson())) {
        err.println(file.name() + " begins as JSON does and is not JSON, or ends too early.");
        readable = false;
      } else {
        tally.skip(file, "a kind of file that is not known here");
      }
    }
    return readable;
  }

  /// Whether a family knows the file.
  private static boolean run(VectorFile file, List<Family> families, Tally tally) {
    for (Family family : families) {
      Optional<List<Case>> cases = family.recognise(file);
      if (cases.isPresent()) {
        cases.get().forEach(one -> tally.run(file, one));
        return true;
      }
    }
    return false;
  }

  private static Request parse(List<String> args) throws WrongUse {
    Optional<Instant> now = Optional.empty();
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("--")) {
        args.subList(i + 1, args.size()).stream().map(Path::of).forEach(files::add);
        break;
      } else if (arg.equals("--now") || arg.startsWith("--now=")) {
        String value =
            arg.equals("--now") ? i + 1 < args.size() ? args.get(++i) : "" : arg.substring(6);
        now = Optional.of(instant(value));
      } else if (arg.startsWith("-")) {
        throw new WrongUse("There is no option " + arg + "; write -- before a file of that name.");
      } else {
        files.add(Path.of(arg));
      }
    }
    if (files.isEmpty()) {
      throw new WrongUse("No file is named.");
    }
    return new Request(now, List.copyOf(files));
  }

  private static Instant instant(String text) throws WrongUse {
    return IsoTime.parse(text)
        .orElseThrow(() ->
            new WrongUse("--now needs a time as 2026-11-20T07:00:00Z, not \"" + text + "\"."));
  }
}
