package sotto.tests.vectors;

import java.util.List;
import java.util.Optional;

/// One kind of vector file.
@FunctionalInterface
interface Family {
  /// The cases of the file, or nothing when its content is not of this kind.
  Optional<List<Case>> recognise(VectorFile file);
}
