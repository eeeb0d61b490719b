package sotto.mls.schedule;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What to change in a stored tree: rows under their node index.
///
/// @param put rows that are new or other than before
/// @param removed rows that are gone; they held secrets, so they must not stay stored
public record TreeChanges(SortedMap<Long, byte[]> put, Set<Long> removed) {
  public TreeChanges {
    put = Collections.unmodifiableSortedMap(new TreeMap<>(put));
    removed = Collections.unmodifiableSet(new TreeSet<>(removed));
  }

  /// The rows after these changes.
  public SortedMap<Long, byte[]> appliedTo(SortedMap<Long, byte[]> rows) {
    SortedMap<Long, byte[]> changed = new TreeMap<>(rows);
    changed.keySet().removeAll(removed);
    changed.putAll(put);
    return changed;
  }
}
