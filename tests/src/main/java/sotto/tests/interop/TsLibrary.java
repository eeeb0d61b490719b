package sotto.tests.interop;

import java.util.Optional;
import java.util.function.Consumer;

/// npm's `ts-mls` in a Node process.
public final class TsLibrary {
  private TsLibrary() {}

  /// Empty, with a sentence, where Node is absent.
  public static Optional<Library> start(Consumer<String> sentence) {
    sentence.accept("ts-mls is left out: it is not wired yet.");
    return Optional.empty();
  }
}
