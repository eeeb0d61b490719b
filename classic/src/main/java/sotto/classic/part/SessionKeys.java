package sotto.classic.part;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/// Hands out the key for the next message to a peer, as the design's key lifetime says.
public final class SessionKeys {

  /// `wrapped` is empty when the peer already has the key.
  public record Next(SessionKey key, byte[] wrapped) {}

  private final Sealing sealing;
  private final KeyLifetime lifetime;
  private final SecureRandom random;
  private final Map<String, SessionKey> current = new HashMap<>();

  public SessionKeys(Sealing sealing, KeyLifetime lifetime, SecureRandom random) {
    this.sealing = sealing;
    this.lifetime = lifetime;
    this.random = random;
  }

  public synchronized Next next(String peer, PublicKey peerKey) throws Refusal {
    SessionKey known = lifetime == KeyLifetime.MESSAGE ? null : current.get(peer);
    if (known != null) return new Next(known, new byte[0]);
    SessionKey fresh = sealing.newKey(random);
    byte[] wrapped = sealing.wrap(fresh, peerKey, random);
    current.put(peer, fresh);
    return new Next(fresh, wrapped);
  }

  /// The next message to this peer carries a new key.
  public synchronized void forget(String peer) {
    current.remove(peer);
  }
}
