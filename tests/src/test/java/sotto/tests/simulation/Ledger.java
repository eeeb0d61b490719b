package sotto.tests.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import sotto.mls.crypto.Aead;
import sotto.protocol.identity.Hash;

/// Every AEAD seal of every client, and which of them left it (invariant 4).
///
/// In MLS each key seals once, so two ciphertexts under one key that both left are a reuse,
/// whatever their nonces.
final class Ledger {
  /// By the first half of the tag, the key and the whole ciphertext's hash.
  private final Map<Long, Seal> sealed = new HashMap<>();

  private final Map<Hash, Hash> left = new HashMap<>();
  private final Set<Hash> reused = new HashSet<>();
  private long seals;

  private record Seal(Hash key, Hash ciphertext) {}

  void sealed(Aead aead, byte[] key, byte[] nonce, byte[] ciphertext) {
    seals++;
    sealed.put(
        eight(ciphertext, ciphertext.length - 8),
        new Seal(Hash.sha256(key), Hash.sha256(ciphertext)));
  }

  /// These bytes go out: whatever was sealed and is in them is out now.
  void leaves(byte[] bytes) {
    long window = 0;
    for (int i = 0; i < bytes.length; i++) {
      window = window << 8 | bytes[i] & 0xff;
      Seal seal = i >= 7 ? sealed.get(window) : null;
      if (seal != null) {
        Hash before = left.putIfAbsent(seal.key, seal.ciphertext);
        if (before != null && !before.equals(seal.ciphertext)) {
          reused.add(seal.key);
        }
      }
    }
  }

  /// Keys under which more than one ciphertext left.
  Set<Hash> reused() {
    return reused;
  }

  long seals() {
    return seals;
  }

  int left() {
    return left.size();
  }

  private static long eight(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
