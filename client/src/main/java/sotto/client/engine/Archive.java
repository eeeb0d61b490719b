package sotto.client.engine;

import java.util.Optional;

/// What the engine may look up of the rows that it does not hold in memory: as the last finished
/// step left them.
public interface Archive {
  Optional<byte[]> find(Table table, String key);
}
