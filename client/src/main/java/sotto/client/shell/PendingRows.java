package sotto.client.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.client.engine.Archive;
import sotto.client.engine.Change;
import sotto.client.engine.Table;

/// Changes of finished steps that are not written yet, over an archive that does not have them:
/// several steps become one transaction.
final class PendingRows implements Archive {
  private final Archive beneath;
  private final Map<String, Change> changes = new LinkedHashMap<>();

  PendingRows(Archive beneath) {
    this.beneath = beneath;
  }

  void add(Change change) {
    changes.put(key(change.table(), change.key()), change);
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  List<Change> taken() {
    List<Change> all = new ArrayList<>(changes.values());
    changes.clear();
    return all;
  }

  @Override
  public Optional<byte[]> find(Table table, String key) {
    return switch (changes.get(key(table, key))) {
      case null -> beneath.find(table, key);
      case Change.Put put -> Optional.of(put.value());
      case Change.Delete _, Change.Clear _ -> Optional.empty();
    };
  }

  private static String key(Table table, String key) {
    return table.ordinal() + "/" + key;
  }
}
