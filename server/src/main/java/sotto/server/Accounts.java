package sotto.server;

import java.nio.file.Path;
import sotto.server.net.Visit;

/// What the operator decides about accounts in a data folder, also while a server of another
/// process runs on it.
public final class Accounts {
  private Accounts() {}

  /// Releases an address: its account is over, its contacts are warned, what waits for it is
  /// dropped, and somebody else may register it.
  ///
  /// @param account an address, or the name of an account on this server
  /// @return the address in full
  public static String release(Path data, String account) throws ServerException {
    return Visit.release(data, account);
  }
}
