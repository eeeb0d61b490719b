package sotto.app.output;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Supplier;

/// Where a command's results go: each is one JSON line, or what a person reads.
public final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final Format format;
  private final Style style;

  public Output(PrintStream out, PrintStream err, Format format, Style style) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.style = style;
  }

  public enum Format {
    TEXT,
    JSON
  }

  public Style style() {
    return style;
  }

  public Format format() {
    return format;
  }

  /// One result. It has left this process when this returns.
  public void print(Json json, Supplier<String> text) {
    synchronized (out) {
      // A lone newline on every platform: scripts read lines.
      out.print((format == Format.JSON ? json.toString() : text.get()) + "\n");
      out.flush();
    }
  }

  /// A line that only a person needs.
  public void text(String line) {
    if (format == Format.TEXT) {
      synchronized (out) {
        out.print(line + "\n");
        out.flush();
      }
    }
  }

  /// A remark beside the results.
  public void remark(String line) {
    err.print(line + "\n");
    err.flush();
  }

  /// Whether nobody reads any more (`| head`): what was printed last may not have been seen.
  public boolean broken() {
    return out.checkError();
  }

  /// Why what was printed last has not left, for a command that keeps it and prints it again.
  public String loss() {
    return (out instanceof Outlet outlet ? outlet.failure() : Optional.<String>empty())
        .map(
            "The output could not be written (%s): what was not printed is kept; check the disk and its free space, then run this again."
                ::formatted)
        .orElse("Nobody reads the output any more; what was not printed is kept.");
  }
}
