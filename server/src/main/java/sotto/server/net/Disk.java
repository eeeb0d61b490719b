package sotto.server.net;

import java.io.IOException;

/// What a transaction has to be on before anybody hears of it.
@FunctionalInterface
public interface Disk {
  /// Returns when everything that was written before is on the disk.
  void force() throws IOException;
}
