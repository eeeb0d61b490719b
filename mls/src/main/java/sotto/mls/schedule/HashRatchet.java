package sotto.mls.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Derivation;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;

/// A sender ratchet (RFC 9420 §9.1): one key for each generation, each used once.
///
/// @param generation of the next key; 2^32 when all are used
/// @param secret `ratchet_secret_[generation]`; empty when all are used
/// @param skipped keys of earlier generations that were not used yet, in order
record HashRatchet(long generation, Optional<Secret> secret, List<MessageKey> skipped)
    implements Encodable {
  private static final long END = 1L << 32;

  private static final Function<CipherSuite, Derivation> OUTPUTS =
      Derivation.ofSuites(suite ->
          Derivation.of(
              AeadKey.keyOf(suite),
              AeadKey.nonceOf(suite),
              new Derivation.Output("secret", suite.hash().length())));

  HashRatchet {
    skipped = List.copyOf(skipped);
  }

  static HashRatchet starting(Secret secret) {
    return new HashRatchet(0, Optional.of(secret), List.of());
  }

  /// The next key, for sending.
  ///
  /// @throws IllegalStateException after 2^32 messages of one epoch
  Step<HashRatchet> next(SuiteCrypto crypto) {
    Secret current =
        secret.orElseThrow(() ->
            new IllegalStateException(
                "All 2^32 keys of this epoch are used; commit before sending more."));
    Turn turn = turn(crypto, current, generation);
    MessageKey key = turn.key();
    List<Secret> created = new ArrayList<>(List.of(key.key().key(), key.key().nonce()));
    turn.following().ifPresent(created::add);
    return new Step<>(
        new HashRatchet(generation + 1, turn.following(), skipped),
        key,
        List.of(current, key.key().key(), key.key().nonce()),
        created);
  }

  /// The key of a generation, for receiving.
  ///
  /// @throws MlsException when it was used before, or is too far ahead
  Step<HashRatchet> at(SuiteCrypto crypto, long wanted, RatchetBounds bounds) throws MlsException {
    return wanted < generation ? kept(wanted) : ahead(crypto, wanted, bounds);
  }

  private Step<HashRatchet> kept(long wanted) throws MlsException {
    for (int i = 0; i < skipped.size(); i++) {
      MessageKey key = skipped.get(i);
      if (key.generation() == wanted) {
        List<MessageKey> others = new ArrayList<>(skipped);
        others.remove(i);
        return new Step<>(
            new HashRatchet(generation, secret, others),
            key,
            List.of(key.key().key(), key.key().nonce()),
            List.of());
      }
    }
    // RFC 9420 §9.1: "Each key/nonce pair MUST NOT be used to encrypt more than one message."
    throw new MlsException("The key of generation " + wanted + " was used or dropped before.");
  }

  private Step<HashRatchet> ahead(SuiteCrypto crypto, long wanted, RatchetBounds bounds)
      throws MlsException {
    // RFC 9420 §15.3: "limiting the maximum number of steps that clients will move the ratchet
    // forward".
    if (wanted >= END || wanted - generation > bounds.maxForward()) {
      throw new MlsException(
          "Generation " + wanted + " is too far ahead of " + generation + ", the next one.");
    }
    List<Secret> consumed = new ArrayList<>();
    List<Secret> created = new ArrayList<>();
    List<MessageKey> keys = new ArrayList<>(skipped);
    Secret current = secret.orElseThrow(() -> new MlsException("All keys of a sender are used."));
    consumed.add(current);
    for (long at = generation; at < wanted; at++) {
      Secret following;
      if (wanted - at <= bounds.maxSkipped()) {
        Turn turn = turn(crypto, current, at);
        MessageKey key = turn.key();
        keys.add(key);
        created.add(key.key().key());
        created.add(key.key().nonce());
        following = turn.following().orElseThrow();
      } else {
        following = crypto.deriveTreeSecret(current, "secret", (int) at, crypto.hashLength());
      }
      if (at > generation) {
        current.erase();
      }
      current = following;
    }
    Turn turn = turn(crypto, current, wanted);
    if (wanted > generation) {
      current.erase();
    }
    MessageKey key = turn.key();
    turn.following().ifPresent(created::add);
    List.of(key.key().key(), key.key().nonce()).forEach(part -> both(consumed, created, part));
    drop(keys, bounds.maxSkipped(), consumed);
    return new Step<>(new HashRatchet(wanted + 1, turn.following(), keys), key, consumed, created);
  }

  /// Drops the oldest keys above the bound.
  private static void drop(List<MessageKey> keys, int bound, List<Secret> consumed) {
    while (keys.size() > bound) {
      MessageKey oldest = keys.removeFirst();
      consumed.add(oldest.key().key());
      consumed.add(oldest.key().nonce());
    }
  }

  private static void both(List<Secret> consumed, List<Secret> created, Secret part) {
    consumed.add(part);
    created.add(part);
  }

  /// What a ratchet secret is turned into.
  ///
  /// @param following the next ratchet secret; empty after the last generation
  private record Turn(MessageKey key, Optional<Secret> following) {}

  private static Turn turn(SuiteCrypto crypto, Secret secret, long generation) {
    boolean last = generation + 1 == END;
    // The secret that would follow the last generation is derived like the others, and erased.
    List<Secret> parts =
        crypto.deriveTreeSecrets(secret, (int) generation, OUTPUTS.apply(crypto.suite()));
    if (last) {
      parts.get(2).erase();
    }
    return new Turn(
        new MessageKey(generation, new AeadKey(parts.get(0), parts.get(1))),
        last ? Optional.empty() : Optional.of(parts.get(2)));
  }

  /// How many keys were used or dropped: it grows with every step.
  long used() {
    return generation - skipped.size();
  }

  static HashRatchet decode(Reader in) throws MlsException {
    Optional<Secret> secret = in.optional(StoredSecrets::read);
    long generation = secret.isPresent() ? in.uint32() : END;
    return new HashRatchet(generation, secret, in.vector(MessageKey::decode));
  }

  @Override
  public void encode(Writer out) {
    out.optional(secret, StoredSecrets::write);
    if (secret.isPresent()) {
      out.uint32(generation);
    }
    out.vector(skipped);
  }
}
