package sotto.client;

import java.time.Instant;

/// One client on an account's signed list.
public record ClientEntry(
    String account, String clientId, String name, long listVersion, Instant listedAt, Place place) {

  public enum Place {
    THIS_ONE,
    OTHER
  }
}
