package sotto.tests.vectors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// CCTV's age testkit: a header that begins with `expect: `, then an age file. Sotto writes and
/// reads no age files, so each is skipped by name.
final class AgeFiles implements Family {
  private static final byte[] START = "expect: ".getBytes(StandardCharsets.US_ASCII);

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    return file.bytes().length > START.length
            && Arrays.equals(START, Arrays.copyOf(file.bytes(), START.length))
        ? Optional.of(List.of(Case.unused("age file", "age files")))
        : Optional.empty();
  }
}
