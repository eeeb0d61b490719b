package sotto.tests.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sotto.mls.crypto.Aead;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.Hash;

/// Every AEAD seal of every client, and which of them left it (invariant 4).
///
/// In MLS each key seals once, so two ciphertexts under one key that both left are a reuse,
/// whatever their nonces.
final class Ledger {
  /// By the first half of the tag, the key and the whole ciphertext's hash.
  private final Map<Long, Seal> sealed = new HashMap<>();

  private final Map<Hash, Exit> left = new HashMap<>();
  private final Map<Hash, SubmissionId> reused = new HashMap<>();
  private final Set<SubmissionId> taken = new HashSet<>();
  private long seals;

  private record Seal(Hash key, Hash ciphertext) {}

  private record Exit(Hash ciphertext, SubmissionId submission) {}

  void sealed(Aead aead, byte[] key, byte[] nonce, byte[] ciphertext) {
    seals++;
    sealed.put(
        eight(ciphertext, ciphertext.length - 8),
        new Seal(Hash.sha256(key), Hash.sha256(ciphertext)));
  }

  /// These bytes go out: whatever was sealed and is in them is out now.
  void leaves(byte[] bytes, SubmissionId submission) {
    long window = 0;
    for (int i = 0; i < bytes.length; i++) {
      window = window << 8 | bytes[i] & 0xff;
      Seal seal = i >= 7 ? sealed.get(window) : null;
      if (seal != null) {
        Exit before = left.putIfAbsent(seal.key, new Exit(seal.ciphertext, submission));
        if (before != null && !before.ciphertext.equals(seal.ciphertext)) {
          reused.put(seal.key, before.submission);
        }
      }
    }
  }

  /// Keys under which more than one ciphertext left.
  Set<Hash> reused() {
    return reused.keySet();
  }

  /// The server said that it took these.
  void taken(SubmissionId submission) {
    taken.add(submission);
  }

  /// Keys under which another ciphertext left after the server had taken one. What left and was
  /// lost with the server nobody can tell an old copy of a profile: there, only the reuse guard is
  /// left.
  Set<Hash> reusedAfterOneWasTaken() {
    return reused.keySet().stream()
        .filter(key -> taken.contains(reused.get(key)))
        .collect(Collectors.toSet());
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
