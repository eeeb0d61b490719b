package sotto.app.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Standard output, which knows why something did not leave: a [PrintStream] alone only knows that.
public final class Outlet extends PrintStream {
  private final Gate gate;

  private Outlet(Gate gate, Charset charset) {
    super(new BufferedOutputStream(gate), false, charset);
    this.gate = gate;
  }

  public static Outlet ofProcess() {
    return of(new FileOutputStream(FileDescriptor.out), System.out.charset());
  }

  public static Outlet of(OutputStream stream, Charset charset) {
    return new Outlet(new Gate(stream), charset);
  }

  /// Why not all of the output has left, as a sentence; empty when it has, and when whoever read it
  /// wanted no more (`| head`).
  public Optional<String> loss() {
    return failure()
        .map(
            "The output could not be written (%s): what was done is done, but not all of it could be said; check the disk and its free space."
                ::formatted);
  }

  /// What the system said when output did not leave; empty as with [#loss].
  Optional<String> failure() {
    if (!checkError()) {
      return Optional.empty();
    }
    IOException why = gate.failure;
    String reason = Shown.line(why == null ? "it is closed" : String.valueOf(why.getMessage()));
    return reason.toLowerCase(Locale.ROOT).contains("pipe")
        ? Optional.empty()
        : Optional.of(reason);
  }

  /// What writes, and remembers why it could not.
  private static final class Gate extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    Gate(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
