package sotto.server.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;

/// Rule 23: each KeyPackage is handed out once, and the last-resort one when no other is left.
public final class KeyPackages {
  private static final long HOUR = 3_600_000;

  private final DeliveryStore store;
  private final Policy policy;
  private final Queues queues;
  private final Map<Address, Allowance> fetches = new HashMap<>();

  KeyPackages(DeliveryStore store, Policy policy, Queues queues) {
    this.store = store;
    this.policy = policy;
    this.queues = queues;
  }

  /// Adds to the client's stock; the answer is what it holds now, or why it takes no more. What is
  /// in the stock already is not added once more: a client whose answer was lost may publish again.
  public Published publish(Queue owner, List<Bytes> fresh, Optional<Bytes> lastResort, long now) {
    int stock = stock(owner, now);
    Set<Bytes> added = new LinkedHashSet<>(fresh);
    added.removeIf(keyPackage -> store.hasKeyPackage(owner.id(), keyPackage));
    if (stock + added.size() > policy.of(Limit.KEY_PACKAGE_STOCK)) {
      return new Refused(ErrorCode.KEY_PACKAGE_REFUSED);
    }
    added.forEach(keyPackage -> store.addKeyPackage(owner.id(), keyPackage));
    lastResort.ifPresent(keyPackage -> store.replaceLastResort(owner.id(), keyPackage));
    return new Stocked(stock + added.size());
  }

  public sealed interface Published {}

  public record Stocked(int stock) implements Published {}

  public record Refused(ErrorCode code) implements Published {}

  /// What others can still join with. KeyPackages whose time is over make room for fresh ones, so
  /// that their owner is told to publish some.
  public int stock(Queue owner, long now) {
    while (store.oldestKeyPackage(owner.id()).filter(oldest -> isOver(oldest, now)).isPresent()) {
      store.takeKeyPackage(owner.id());
    }
    return store.stock(owner.id());
  }

  private static boolean isOver(Bytes keyPackage, long now) {
    return ClientKeyPackage.isOver(keyPackage, Instant.ofEpochMilli(now));
  }

  /// Whether this account may take so many more within the hour.
  public boolean allows(Address asker, int wanted, long now) {
    if (fetches.size() > 10_000) {
      fetches.clear();
    }
    return fetches
        .computeIfAbsent(asker, key -> new Allowance(HOUR))
        .take(wanted, policy.of(Limit.KEY_PACKAGE_FETCHES_PER_HOUR), now);
  }

  /// Takes the client's next KeyPackage that can still be used.
  public Optional<ClientKeyPackage> take(ClientAddress who, long now) {
    Optional<Queue> owner = queues.of(who);
    if (owner.isEmpty()) {
      return Optional.empty();
    }
    if (stock(owner.get(), now) > 0) {
      return store
          .takeKeyPackage(owner.get().id())
          .map(next -> new ClientKeyPackage(who.client(), false, next));
    }
    return store
        .lastResort(owner.get().id())
        .filter(last -> !isOver(last, now))
        .map(last -> new ClientKeyPackage(who.client(), true, last));
  }
}
