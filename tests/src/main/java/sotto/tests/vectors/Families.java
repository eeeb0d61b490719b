package sotto.tests.vectors;

import java.time.Instant;
import java.util.List;

/// All kinds of vector files, in the order in which a file is offered to them.
final class Families {
  private Families() {}

  /// @param now the time for lifetimes of leaves
  static List<Family> all(Instant now) {
    return List.of(
        new Wycheproof(), new NistCiphers(), new NistMacs(), new NistKdfs(), new RsaText());
  }
}
