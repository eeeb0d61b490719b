package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.util.Set;
import java.util.SortedMap;

/// What to change in the stored rows of a group (RFC 9420 §9).
///
/// @param put rows that are new or other than before, by their keys
/// @param removed rows that are gone; they held secrets, so they must not stay stored
public record RowChanges(SortedMap<Long, byte[]> put, Set<Long> removed) {
  public RowChanges {
    allGiven("put removed", put, removed);
  }
}
