package sotto.client.shell;

import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers the newest entries and forgets the others.
final class Recent<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 1000;

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > MOST;
  }
}
