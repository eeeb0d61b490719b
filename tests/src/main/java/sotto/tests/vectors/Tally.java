package sotto.tests.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What came of the cases, and the lines that name the failed and the skipped ones.
final class Tally {
  private final Appendable out;
  private final Map<String, Integer> skippedForReason = new LinkedHashMap<>();
  private final Map<String, Integer> remarks = new LinkedHashMap<>();
  private int passed;
  private int failed;
  private int skipped;

  Tally(Appendable out) {
    this.out = out;
  }

  int passed() {
    return passed;
  }

  int failed() {
    return failed;
  }

  int skipped() {
    return skipped;
  }

  void run(VectorFile file, Case one) {
    try {
      one.check().run();
      passed++;
    } catch (Case.Remarked remarked) {
      passed++;
      remarks.merge(file.name() + ": " + remarked.getMessage(), 1, Integer::sum);
    } catch (Case.Unused unused) {
      skipped++;
      skippedForReason.merge(file.origin() + ": " + unused.getMessage(), 1, Integer::sum);
    } catch (Case.Mismatch mismatch) {
      failed(file, one, String.valueOf(mismatch.getMessage()));
    } catch (Exception | StackOverflowError unexpected) {
      failed(file, one, "ended in " + unexpected);
    }
  }

  void skip(VectorFile file, String reason) {
    skipped++;
    skippedForReason.merge(file.name() + ": " + reason, 1, Integer::sum);
  }

  /// Names what was skipped and what passed on a condition, by file and reason, and closes with the
  /// one line of totals.
  void close() {
    lines("skipped ", skippedForReason);
    lines("passed ", remarks);
    line(passed + " passed, " + failed + " failed, " + skipped + " skipped");
  }

  private void lines(String verdict, Map<String, Integer> cases) {
    cases.forEach(
        (what, count) -> line(verdict + what + (count > 1 ? " (" + count + " cases)" : "")));
  }

  private void failed(VectorFile file, Case one, String reason) {
    failed++;
    line("failed " + file.name() + " " + one.name() + ": " + reason);
  }

  private void line(String text) {
    try {
      out.append(text).append(System.lineSeparator());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
